import Terminal

/// A command of the tool: its command line, its help, and its work.
struct Command: Sendable {
    /// The word that selects it.
    let name: String
    /// Its command line after the name, in short.
    let synopsis: String
    /// One line for the list of commands.
    let summary: String
    /// Options with a value.
    var options: Set<String> = []
    /// Options without a value.
    var switches: Set<String> = []
    /// How many files its command line may name.
    var maximumFiles = 0
    /// The exit status when it fails. That of a wrong command line is always 2.
    var failureStatus: Int32 = 2
    /// The text of `--help`.
    let help: String
    /// Runs the command and returns the exit status.
    let run: @Sendable (Arguments) throws -> Int32

    /// Runs the command with the arguments after its name, or prints its help.
    func run(_ given: [String]) throws -> Int32 {
        let arguments = try parse(given)
        if arguments.has("--help") || arguments.has("-h") {
            try Console.write(help)
            return 0
        }
        if arguments.operands.count > maximumFiles, let file = arguments.operands.last {
            throw UsageError(
                maximumFiles == 0 ? "\(name) takes no file names: \(file)" : "\(name) takes one file, not \(file), too")
        }
        return try run(arguments)
    }

    /// Returns the options and operands of a command line.
    func parse(_ given: [String]) throws(UsageError) -> Arguments {
        try Arguments(given, command: name, options: options, switches: switches.union(["--help", "-h"]))
    }
}
