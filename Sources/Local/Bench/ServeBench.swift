import Bytes
import EmbeddedAWS
import Foundation
import JSON
import Terminal

/// `local bench --serve`: what a client of the local server waits for, over one connection that is kept.
enum ServeBench {
    /// The requests that are measured, and how often.
    private static let cases: [(name: String, method: String, path: String, count: Int)] = [
        ("OPTIONS", "OPTIONS", "/api/schools", 2000),
        ("48 cards", "GET", "/api/schools?fields=card", 500), ("48 schools", "GET", "/api/schools", 200),
        ("unknown path", "GET", "/api/nowhere", 2000),
    ]

    /// Starts a local server with the functions in `folder`, measures it, and returns the figures as JSON.
    static func measure(functions folder: String) throws -> JSONValue {
        let tool = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let started = Instant.now()
        let shell = ProcessInfo.processInfo.environment
        let process = try ChildProcess(
            tool, arguments: ["serve", "--port", "0", "--functions", folder, "--no-watch", "--json"],
            environment: ["PATH", "LD_LIBRARY_PATH", "TMPDIR"].compactMap { name in shell[name].map { (name, $0) } })
        defer {
            process.kill()
            _ = process.wait()
        }
        let client = try KeepAliveClient(port: port(process))
        let ready = Instant.now().milliseconds(since: started)
        var members: [(name: String, value: JSONValue)] = [("readyMs", .number(String(ready)))]
        var figures: [JSONValue] = []
        for one in cases {
            let (first, times) = try measure(client, process, one.method, one.path, one.count)
            figures.append([
                "name": .string(one.name), "firstMs": number(first), "p50Ms": number(times.percentile(50)),
                "p99Ms": number(times.percentile(99)),
                "perSecond": .number(Columns.decimal(1000 * Double(times.count) / times.reduce(0, +), 0)),
            ])
        }
        members.append(("requests", .array(figures)))
        members.append(("peakMiB", process.peakMemory.map { .number(Columns.decimal(Double($0) / 1024, 1)) } ?? .null))
        return .object(members)
    }

    /// Returns the figures as a table.
    static func table(_ figures: JSONValue) -> String {
        func row(_ name: String, _ cells: [String]) -> String {
            Columns.left(name, 28) + cells.map { Columns.right($0, 11) }.joined()
        }
        let columns = ["firstMs", "p50Ms", "p99Ms", "perSecond"]
        let rows = (figures["requests"]?.array ?? []).map { one in
            row(one["name"]?.string ?? "", columns.map { one[$0]?.text ?? "" })
        }
        let end = "ready after \(figures["readyMs"]?.text ?? "") ms, at most \(figures["peakMiB"]?.text ?? "") MiB"
        return ([row("request to serve", columns)] + rows + ["", end]).joined(separator: "\n")
    }

    /// Waits for the line with the address.
    private static func port(_ process: ChildProcess) throws(CommandFailure) -> UInt16 {
        let limit = Instant.now().advanced(milliseconds: 10_000)
        while Instant.now() < limit {
            for line in process.output.takeLines() where line.hasPrefix("http://") {
                if let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) { return port }
            }
            usleep(1000)
        }
        throw CommandFailure("the local server did not start within 10 s")
    }

    private static func measure(
        _ client: KeepAliveClient, _ process: ChildProcess, _ method: String, _ path: String, _ count: Int
    ) throws(CommandFailure) -> (first: Double, times: [Double]) {
        func once() throws(CommandFailure) -> Double {
            let start = Instant.now()
            guard try client.send(method, path) < 500 else { throw CommandFailure("\(method) \(path) failed") }
            return Instant.now().fractionalMilliseconds(since: start)
        }
        let first = try once()
        var times: [Double] = []
        for number in 0..<count {
            times.append(try once())
            // Its lines must be read, or it waits.
            if number % 50 == 0 { _ = process.output.takeLines() }
        }
        return (first, times)
    }

    private static func number(_ milliseconds: Double) -> JSONValue { .number(Columns.decimal(milliseconds, 3)) }
}
