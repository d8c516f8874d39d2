import Terminal

/// The tool of developers and operators.
///
/// Exit status 0: all went well. 1: a response is not the expected one, or a table could not be read or loaded. 2: a
/// wrong command line, or something that a replay needs is missing. One line on standard error says which.
enum LocalTool {
    static let commands = [
        ReplayCommand.command, ServeCommand.command, InvokeCommand.command, EndpointsCommand.command,
        BenchCommand.command, SeedCommand.command, ExportCommand.command, CompareCommand.command,
        CheckDataCommand.command, VariablesCommand.command,
    ]

    /// Runs the command that `arguments` name, without the program's own name, and returns the exit status.
    static func run(_ arguments: [String]) -> Int32 {
        let command = commands.first { $0.name == arguments.first }
        do {
            if let command { return try command.run(Array(arguments.dropFirst())) }
            guard let name = arguments.first else { throw UsageError("no command given; \(hint)") }
            guard ["--help", "-h", "help"].contains(name) else {
                throw UsageError("\"\(name)\" is no command; \(hint)")
            }
            try Console.write(help)
            return 0
        } catch {
            Console.complain("local: \(error)")
            return error is UsageError ? 2 : command?.failureStatus ?? 2
        }
    }

    private static var hint: String {
        "the commands are \(commands.map(\.name).joined(separator: ", ")) (see local --help)"
    }

    private static var help: String {
        let lines = commands.map { command in
            "  " + Columns.left("local \(command.name) \(command.synopsis)", 46) + command.summary
        }
        return """
            Flight School's tool for developers and operators.

            \(lines.joined(separator: "\n"))

            Each command explains its options with --help.
            """
    }
}
