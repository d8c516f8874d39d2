import Foundation
import Support
import Testing

/// A program of other authors. It runs as long as this object, or this process, lives.
final class Peer: @unchecked Sendable {
    private let process = Process()
    private let log: URL

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Starts `program` through `peer.py`, which ends it whatever happens to this process. Its environment holds what
    /// is given and PATH; what it writes goes to a file of that `name`.
    init(_ name: String, _ program: URL, _ arguments: [String], environment: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: Parts.workFolder, withIntermediateDirectories: true)
        log = Parts.workFolder.appending(path: "\(name).log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        guard let interpreter = Parts.interpreter else {
            throw Failure(description: "there is no Python environment: run Tests/parts.sh")
        }
        process.executableURL = interpreter
        process.arguments = [Parts.script("peer.py"), program.path] + arguments
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": Parts.workFolder.path]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    deinit { stop() }

    /// Ends the program and all that it started.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        let limit = Date(timeIntervalSinceNow: 10)
        while process.isRunning {
            if Date() > limit { kill(process.processIdentifier, SIGKILL) }
            usleep(2000)
        }
    }

    /// Its output so far.
    var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Waits until the response to a GET of `path` is 200, at most `seconds`.
    func waitUntilHealthy(port: UInt16, _ path: String, seconds: Double = 20) throws {
        let limit = Date(timeIntervalSinceNow: seconds)
        while (try? HTTPClient.send("GET", port: port, path, seconds: 2))?.status != 200 {
            guard process.isRunning, Date() < limit else {
                throw Failure(description: "\(process.arguments ?? []) did not start: \(output.suffix(2000))")
            }
            usleep(20_000)
        }
    }
}
