import AWSClient
import Schools
import Terminal

/// The developer's tool: which command runs, and what its exit status says.
///
/// 0: it did what was asked and all passed. 1: an event's answer is not the expected one, or a table could not be brought to
/// what was asked. 2: it could not be done: a wrong option, a file that is missing or not what it should be. One line on
/// standard error says which.
enum LocalTool {
    /// Runs the command that `arguments` name, without the program's own name, and answers the exit status.
    static func run(_ arguments: [String]) -> Int32 {
        do {
            switch arguments.first {
            case "replay": return try ReplayCommand.run(Array(arguments.dropFirst()))
            case "endpoints": return try EndpointsCommand.run(Array(arguments.dropFirst()))
            case "bench": return try BenchCommand.run(Array(arguments.dropFirst()))
            case "seed": return try SeedCommand.run(Array(arguments.dropFirst()))
            case "export": return try ExportCommand.run(Array(arguments.dropFirst()))
            case "compare": return try CompareCommand.run(Array(arguments.dropFirst()))
            case "--help", "-h", "help":
                try Console.write(help)
                return 0
            case nil: throw Problem("no command given; the commands are \(commands) (see local --help)")
            case let other?:
                throw Problem("\"\(other)\" is no command; the commands are \(commands) (see local --help)")
            }
        } catch let failure as CommandFailure {
            Console.complain("local: \(failure)")
            return 1
        } catch {
            Console.complain("local: \(error)")
            return 2
        }
    }

    private static let commands = "replay, endpoints, bench, seed, export and compare"

    private static let help = """
        Flight School's tool for the developer's machine.

          local replay --functions DIR [EVENT.json …]   replay events through the packaged functions
          local endpoints                               serve the embedded AWS endpoints until interrupted
          local bench --functions DIR                   measure the packaged functions

        And the operator's commands on a DynamoDB table, which ./build.sh seed, export and restore run:

          local seed [FILE] --table NAME                load schools into a table
          local export [FILE] --table NAME              write every school of a table as JSON lines
          local compare --table NAME --with NAME        tell how two tables differ

        Each command explains its options with --help.
        """
}
