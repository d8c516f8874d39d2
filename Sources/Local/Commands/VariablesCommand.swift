import Configuration
import JSON
import LambdaRuntime
import Terminal

/// `local variables`: lists the functions' environment variables, or checks values by the functions' own rules.
enum VariablesCommand {
    static let command = Command(
        name: "variables", synopsis: "[NAME=VALUE …]", summary: "list or check the functions' variables",
        switches: ["--json"], maximumFiles: .max, help: help
    ) { arguments in
        for operand in arguments.operands { try check(operand) }
        if arguments.operands.isEmpty {
            try Console.write(arguments.has("--json") ? json.prettyText : lines.joined(separator: "\n"))
        }
        return 0
    }

    /// An empty value counts as unset, as it does to a function.
    private static func check(_ operand: String) throws {
        guard let equals = operand.firstIndex(of: "=") else {
            throw UsageError("\(operand): NAME=VALUE is needed (see local variables --help)")
        }
        let name = operand[..<equals]
        let value = String(operand[equals...].dropFirst())
        guard let variable = Variable.all.first(where: { $0.name == name }) else {
            throw UsageError("no function reads a variable \(name): local variables lists them")
        }
        if !value.isEmpty { try variable.check(value) }
    }

    private static var lines: [String] {
        let width = Variable.all.map(\.name.count).max() ?? 0
        return Variable.all.map { variable in
            let standard = variable.standard.map { " The default is \($0)." } ?? ""
            return "\(Columns.left(variable.name, width))  \(variable.meaning)\(standard) Allowed: \(variable.allowed)."
        }
    }

    private static var json: JSONValue {
        .array(
            Variable.all.map { variable in
                [
                    "name": .string(variable.name), "function": variable.function.map { .string($0) } ?? .null,
                    "default": variable.standard.map { .string($0) } ?? .null, "allowed": .string(variable.allowed),
                    "meaning": .string(variable.meaning), "isSetByLambda": .bool(variable.origin == .platform),
                    "isSecret": .bool(variable.isSecret),
                ]
            })
    }

    private static let help = """
        local variables [--json] [NAME=VALUE …]

        Lists the environment variables of the functions: what each does, its default and the values that it may have.
        With NAME=VALUE it checks each value by the functions' own rules instead, and prints nothing if all are allowed.

          --json   print an array of {"name","function","default","allowed","meaning","isSetByLambda","isSecret"}

        Exit status: 0 done, 2 a value is not allowed, or no function reads the variable.
        """
}
