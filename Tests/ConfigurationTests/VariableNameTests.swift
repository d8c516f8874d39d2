import Configuration
import Foundation
import LambdaRuntime
import Support
import Testing

/// The name of a variable is written once, where the variable is declared.
@Suite struct VariableNameTests {
    private static let sources = Parts.root.appending(path: "Sources")

    /// Folders that launch functions, as Lambda does, and so write the names of what they set or pass on.
    private static let launchers = ["EmbeddedAWS/", "Local/"]

    private static func literals(of name: String) throws -> [String] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        return try paths.flatMap { path -> [String] in
            guard !launchers.contains(where: path.hasPrefix) else { return [] }
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            return Array(repeating: path, count: text.components(separatedBy: "\"\(name)\"").count - 1)
        }
    }

    @Test(arguments: Variable.all.map(\.name)) func aNameIsWrittenOnce(name: String) throws {
        let places = try Self.literals(of: name)
        #expect(
            places.count == 1 && places[0].hasSuffix("Variables.swift") || places == ["LambdaRuntime/Variable.swift"])
    }

    /// No name that looks like a variable's is read from the environment but by its declaration.
    @Test func everyLiteralThatIsReadIsAVariable() throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.sources.path)
        for path in paths where path.hasSuffix(".swift") {
            let text = try String(contentsOf: Self.sources.appending(path: path), encoding: .utf8)
            let isTool = ["Local/", "LocalServer/", "Terminal/"].contains(where: path.hasPrefix)
            #expect(!text.contains("getenv(\"") && !text.contains("environment[\"") || isTool, "\(path)")
        }
    }
}
