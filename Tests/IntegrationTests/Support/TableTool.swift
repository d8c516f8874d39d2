import Foundation
import Support
import Testing

/// The operator's commands of the developer's tool, `seed`, `export` and `compare`, as processes.
struct TableTool {
    /// The tool's whole environment, but for PATH and what the libraries need.
    var environment: [String: String]

    /// As the owner of the account at an endpoint.
    init(_ endpoint: String) {
        environment = [
            "AWS_REGION": Ministack.region, "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        ]
    }

    /// With a user's keys.
    init(_ endpoint: String, keys: [String: String]) {
        self.init(endpoint)
        environment["AWS_ACCESS_KEY_ID"] = keys["id"]
        environment["AWS_SECRET_ACCESS_KEY"] = keys["secret"]
        environment["AWS_SESSION_TOKEN"] = keys["token"]
    }

    private var variables: [String: String] {
        let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? ""
        return ["PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": libraries].merging(environment) { $1 }
    }

    /// Runs it to its end, in the repository's root.
    func run(_ arguments: String..., input: String = "", seconds: Double = 60) throws -> Subprocess {
        try Subprocess.run(
            try #require(Parts.localTool), arguments, environment: variables, in: Parts.root, input: Data(input.utf8),
            seconds: seconds)
    }

    /// Runs it, sends it `signal` once `isTime`, and waits for its end. Returns its status, 128 and more for a
    /// signal's, and its output.
    func interrupt(
        _ signal: Int32, _ arguments: String..., when isTime: () throws -> Bool
    ) throws -> (status: Int32, output: String, errors: String) {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = try #require(Parts.localTool) as URL
        process.arguments = arguments
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.newFile("output")
        process.standardError = try folder.newFile("errors")
        try process.run()
        let limit = Date(timeIntervalSinceNow: 60)
        while process.isRunning, try !isTime() {
            try #require(Date() < limit, "it took more than a minute")
            usleep(50_000)
        }
        try #require(process.isRunning, "it ended before its time: \(folder.text("errors"))")
        kill(process.processIdentifier, signal)
        while process.isRunning {
            if Date() > limit { kill(process.processIdentifier, SIGKILL) }
            usleep(2000)
        }
        let killed = process.terminationReason == .uncaughtSignal
        return (process.terminationStatus + (killed ? 128 : 0), folder.text("output"), folder.text("errors"))
    }
}

extension Subprocess {
    /// The object on standard output.
    var json: [String: Any] { TableTool.json(output) }
}

extension TableTool {
    static func json(_ text: String) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
}
