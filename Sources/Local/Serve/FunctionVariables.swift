import Configuration
import Foundation
import LambdaRuntime
import Terminal

/// Variables that a developer gives to the functions: on the command line, or in a file `.env`.
struct FunctionVariables {
    /// In the order in which they were given; of two with the same name the last one counts.
    private(set) var assignments: [(variable: Variable, value: String)] = []

    /// Reads `NAME=VALUE` of each option. It is an error if no function reads the variable, or it may not have the
    /// value.
    init(_ options: [String]) throws(UsageError) {
        for option in options { try add(option, of: "--env") }
    }

    /// Reads the lines of a file; one that is not there holds none. Empty lines and comments are passed over, and so
    /// are `export` and quotes around a value.
    init(file path: String) throws(UsageError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var line = line.trimming { $0.isWhitespace }
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix("export ") { line = line.dropFirst("export ".count).drop { $0 == " " } }
            try add(Self.unquoted(String(line)), of: "\(path):\(number + 1)")
        }
    }

    private mutating func add(_ text: String, of place: String) throws(UsageError) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw UsageError("\(place) \(text.prefix(60)): NAME=VALUE is needed")
        }
        let name = String(text[..<equals])
        let value = String(text[equals...].dropFirst())
        guard let variable = Variable.all.first(where: { $0.name == name }) else {
            throw UsageError(
                "\(place) \(name): no function reads this variable; the nearest is \(Self.nearest(to: name))")
        }
        guard name != Variable.runtimeAPI.name else { throw UsageError("\(place) \(name): the local server sets it") }
        if !value.isEmpty {
            do { try variable.check(value) } catch { throw UsageError("\(place) \(error)") }
        }
        assignments.append((variable, value))
    }

    private static func unquoted(_ line: String) -> String {
        guard let equals = line.firstIndex(of: "=") else { return line }
        let value = line[equals...].dropFirst()
        guard value.count >= 2, let quote = value.first, "\"'".contains(quote), value.last == quote else { return line }
        return String(line[...equals]) + value.dropFirst().dropLast()
    }

    /// Returns the variables of one function as overrides of its environment. An empty value unsets a variable.
    func overrides(for function: String, withSecrets: Bool = true) -> [(String, String)] {
        assignments.filter { assignment in
            (assignment.variable.function ?? function) == function && (withSecrets || !assignment.variable.isSecret)
        }.map { ($0.variable.name, $0.value) }
    }

    /// Returns the value of a variable, or else the shell's; nil if neither is given, or empty.
    func value(_ variable: Variable, orOf shell: [String: String]) -> String? {
        self[variable] ?? shell[variable.name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the value of a variable; nil if it is not given, or empty.
    subscript(variable: Variable) -> String? {
        assignments.last { $0.variable.name == variable.name }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }

    /// These, and before them `earlier`, which count less.
    func over(_ earlier: FunctionVariables) -> FunctionVariables {
        var all = self
        all.assignments = earlier.assignments + assignments
        return all
    }

    /// Returns the name of a variable that was probably meant.
    static func nearest(to name: String) -> String {
        NearestName.find(name.uppercased(), in: Variable.all.map(\.name)) ?? ""
    }
}
