import APIGateway
import Configuration
import Foundation
import LambdaRuntime
import Support
import Testing

/// The README's table of variables is the list of the sources: same rows, same order, same words.
///
/// After a change: `FLIGHT_SCHOOL_WRITE_README=1 swift test --filter VariableTableTests` writes the table.
@Suite struct VariableTableTests {
    private static let start = "<!-- variables -->\n", end = "<!-- end of variables -->"
    private static let file = Parts.root.appending(path: "README.md")

    /// The functions are the folders of `Sources` that a route names.
    private static let functions = Set(Route.all.map(\.function))

    private static func row(_ variable: Variable) -> String {
        let standard = variable.standard.map { "`\($0)`" } ?? (variable.origin == .platform ? "set by Lambda" : "unset")
        return "| `\(variable.name)` | \(variable.function ?? "both") | \(standard) | \(variable.meaning) |"
    }

    private static let table =
        ["| variable | function | default | meaning |", "|---|---|---|---|"] + Variable.all.map(row)

    @Test func theREADMEsTableIsTheList() throws {
        var text = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(text.range(of: Self.start), "README.md has no line \(Self.start)")
        let end = try #require(text.range(of: Self.end, range: start.upperBound..<text.endIndex))
        if ProcessInfo.processInfo.environment["FLIGHT_SCHOOL_WRITE_README"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: Self.table.joined(separator: "\n") + "\n")
            try Data(text.utf8).write(to: Self.file)
            return
        }
        let rows = text[start.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
        for row in Self.table where !rows.contains(row) { Issue.record("README.md lacks the row \(row)") }
        for row in rows where !Self.table.contains(row) { Issue.record("no variable has the README's row \(row)") }
        #expect(rows.count == Self.table.count && (rows == Self.table || Set(rows) != Set(Self.table)), "another order")
    }

    @Test func everyVariableIsDescribed() {
        #expect(Set(Variable.all.map(\.name)).count == Variable.all.count)
        for variable in Variable.all {
            #expect(variable.meaning.hasSuffix(".") && !variable.meaning.contains("|"), "\(variable.name)")
            #expect(variable.function.map(Self.functions.contains) != false)
        }
    }

    /// A variable accepts its own default.
    @Test(arguments: Variable.all.map(\.name)) func theDefaultIsAllowed(name: String) throws {
        let variable = try #require(Variable.all.first { $0.name == name })
        if let standard = variable.standard { try variable.check(standard) }
    }
}
