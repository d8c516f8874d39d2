import AWSClient
import Bytes
import EmbeddedAWS
import Terminal

/// A packaged function that is measured, the event that it gets, and the variables that it is started with.
struct BenchSubject {
    let name: String
    let package: FunctionPackage
    let event: [UInt8]
    let environment: FunctionEnvironment
    var overrides: [(String, String)] = []

    /// Starts a new process, runs the event once and `warmUps` times more, and then, measured, `count` times, or as
    /// long as `milliseconds` last, but 10 times at least.
    func measure(warmUps: Int, count: Int, milliseconds: Int = 60_000) throws(CommandFailure) -> Measurement {
        let runner = FunctionRunner(name, package: package, environment: environment, overrides: overrides)
        let instance = try runner.running()
        func invoke() throws(CommandFailure) -> (response: [UInt8], milliseconds: Double) {
            let result = instance.invoke(event, timeoutMilliseconds: 30_000)
            switch result.outcome {
            case .response(let bytes): return (bytes, result.milliseconds ?? 0)
            case .error(let type, let message):
                throw CommandFailure("\(name) failed while it was measured: \(type): \(message)")
            }
        }
        let first = try invoke()
        for _ in 0..<warmUps { _ = try invoke() }
        let processorTime = instance.processorTime ?? 0
        let limit = Instant.now().advanced(milliseconds: milliseconds)
        var times: [Double] = []
        while times.count < count, times.count < 10 || Instant.now() < limit { times.append(try invoke().milliseconds) }
        let used = Double((instance.processorTime ?? 0) - processorTime)
        return Measurement(values: [
            .initMs: instance.initMilliseconds ?? 0, .firstUs: first.milliseconds * 1000,
            .p50Us: times.percentile(50) * 1000, .p99Us: times.percentile(99) * 1000,
            .cpuUs: used / Double(max(times.count, 1)), .peakKiB: Double(instance.peakMemory ?? 0),
            .bodyBytes: Double(ReceivedResponse(first.response)?.body.utf8.count ?? 0),
        ])
    }

    /// Calls `body` with the environment of functions that find the embedded services with these schools.
    static func withServices<R>(_ schools: [Item], _ body: (FunctionEnvironment) throws -> R) throws -> R {
        let credentials = EmbeddedCredentials.invented()
        let server = try HTTPServer(handler: try EmbeddedServices(schools: schools, credentials: credentials))
        server.start()
        defer { server.stop() }
        return try body(try FunctionEnvironment(.embedded(url: "http://\(server.address)", credentials), shell: [:]))
    }
}
