import EmbeddedAWS
import Foundation
import Testing

/// The developer's tool as a process.
enum LocalToolProcess {
    /// The executable is beside the test bundle.
    static let tool: String? = CommandLine.arguments.lazy.compactMap { argument -> String? in
        guard let end = argument.range(of: ".xctest")?.lowerBound else { return nil }
        return URL(fileURLWithPath: String(argument[..<end])).deletingLastPathComponent().path + "/local"
    }.first

    /// Runs it to its end, with these variables and none of this process's. Returns how it ended and the lines that it
    /// wrote.
    static func run(
        _ arguments: [String], environment: [(String, String)] = []
    ) throws -> (end: String, output: [String]) {
        let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? ""
        let process = try ChildProcess(
            try #require(tool), arguments: arguments,
            environment: [("PATH", "/usr/bin:/bin"), ("LD_LIBRARY_PATH", libraries)] + environment)
        let end = process.wait()
        return (end, process.output.takeLines())
    }
}
