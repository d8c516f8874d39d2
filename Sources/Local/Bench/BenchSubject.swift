import AWSClient
import Bytes
import EmbeddedAWS
import Terminal

/// A packaged function that is measured, and what it is started with. Each measurement starts its own process, so that none
/// warms up another.
struct BenchSubject {
    let function: String
    let package: FunctionPackage
    /// The table that it finds.
    let schools: [Item]
    /// Variables that win over those of every function.
    let variables: [(String, String)]

    /// How many starts the figures of a cold function are the medians of.
    static let starts = 15
    /// A measurement ends at this many invocations or after this many milliseconds, whichever is first.
    static let maximumInvocations = 2000
    static let maximumMilliseconds = 2000

    /// Of new processes, in milliseconds: the initialisation, and the first invocation by kind of event.
    struct Starts {
        var initialization: [Double] = []
        var first: [(name: String, milliseconds: [Double])] = []
    }

    /// Of one warm process answering one event again and again.
    struct Measurement {
        let name: String
        /// Ascending.
        let milliseconds: [Double]
        /// Processor time of the function for one invocation, its log line included.
        let processorMicroseconds: Double
        /// Bytes of the body.
        let bytes: Int
        let peakKiB: Int
        /// Including what the driver takes between two invocations.
        let perSecond: Double
    }

    /// Starts the function `starts` times for each event, in turn.
    func starts(_ events: [(name: String, event: [UInt8])]) throws -> Starts {
        var starts = Starts(first: events.map { ($0.name, []) })
        for number in 0..<(events.count * Self.starts) {
            let kind = number % events.count
            try withRunner { runner in
                let (result, initMilliseconds) = try runner.run(events[kind].event, timeoutMilliseconds: 30_000)
                guard let initMilliseconds, let first = result.milliseconds else { throw Self.failure(result) }
                starts.initialization.append(initMilliseconds)
                starts.first[kind].milliseconds.append(first)
            }
        }
        return starts
    }

    func measure(_ name: String, _ event: [UInt8]) throws -> Measurement {
        try withRunner { runner in
            var bytes = 0
            func invoke() throws -> Double {
                let (result, _) = try runner.run(event, timeoutMilliseconds: 30_000)
                guard case .response(let answer) = result.answer, let milliseconds = result.milliseconds else {
                    throw Self.failure(result)
                }
                if bytes == 0, let body = try? ProxyAnswer(.init(parsing: answer)).body { bytes = body.utf8.count }
                return milliseconds
            }
            for _ in 0..<5 { _ = try invoke() }
            let instance = try runner.running().instance
            let cpu = instance.processorTime ?? 0
            let start = Instant.now()
            let limit = start.advanced(milliseconds: Self.maximumMilliseconds)
            var milliseconds: [Double] = []
            while milliseconds.count < Self.maximumInvocations, milliseconds.count < 10 || Instant.now() < limit {
                milliseconds.append(try invoke())
            }
            let seconds = Double(Instant.now().nanoseconds - start.nanoseconds) / 1e9
            let count = Double(milliseconds.count)
            return Measurement(
                name: name, milliseconds: milliseconds.sorted(),
                processorMicroseconds: Double((instance.processorTime ?? cpu) - cpu) / count, bytes: bytes,
                peakKiB: instance.peakMemory ?? 0, perSecond: count / seconds)
        }
    }

    private func withRunner<T>(_ body: (FunctionRunner) throws -> T) throws -> T {
        let credentials = EmbeddedCredentials.invented()
        let services = EmbeddedServices(
            dynamoDB: DynamoDBEndpoint(table: try EmbeddedSchools(schools), credentials: credentials),
            bedrock: BedrockEndpoint(credentials: credentials))
        let server = try HTTPServer(handler: services)
        server.start()
        defer { server.stop() }
        let environment = try FunctionEnvironment(.embedded(url: "http://\(server.address)", credentials), shell: [:])
        return try body(
            FunctionRunner(function, package: package, environment: environment, overrides: variables))
    }

    private static func failure(_ result: FunctionInstance.Result) -> Problem {
        switch result.answer {
        case .error(let type, let message): Problem("the function failed while it was measured: \(type): \(message)")
        case .response: Problem("the function's answer took no time that could be measured")
        }
    }
}
