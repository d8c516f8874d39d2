import Primitives

/// The measurements: each starts its own process of the function, so that none warms up another.
struct Bench {
    let package: FunctionPackage
    /// The sample schools; larger tables repeat them under new ids.
    let schools: [Item]
    /// The events that are sent.
    let options: [UInt8]
    let listing: [UInt8]

    /// How many starts the figures of a cold function are the medians of.
    static let starts = 15
    /// A measurement ends at this many invocations or after this many milliseconds, whichever is first.
    static let maximumInvocations = 2000
    static let maximumMilliseconds = 2000

    /// Of new processes: the initialisation, and the first invocation by kind of event; in milliseconds.
    struct Starts {
        var initialization: [Double] = []
        var firstOptions: [Double] = []
        var firstListing: [Double] = []
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

    func starts() throws -> Starts {
        var starts = Starts()
        for number in 0..<(2 * Self.starts) {
            try withFunction(schools, caches: true) { runner in
                let (result, initMilliseconds) = try runner.run(
                    number % 2 == 0 ? options : listing, timeoutMilliseconds: 30_000)
                guard let initMilliseconds, let first = result.milliseconds else { throw Self.failure(result) }
                starts.initialization.append(initMilliseconds)
                if number % 2 == 0 { starts.firstOptions.append(first) } else { starts.firstListing.append(first) }
            }
        }
        return starts
    }

    func measurements() throws -> [Measurement] {
        var all = [try measure("OPTIONS", schools, options, caches: true)]
        for count in [schools.count, 40, 500, 5000] {
            let items = Self.repeated(schools, count: count)
            for caches in [true, false] {
                let name = "\(count) schools, \(caches ? "cached" : "uncached")"
                all.append(try measure(name, items, listing, caches: caches))
            }
        }
        return all
    }

    /// The first `count` items, repeated under new ids where there are not so many.
    static func repeated(_ items: [Item], count: Int) -> [Item] {
        (0..<count).map { number in
            var item = items[number % items.count]
            let id = String(number + 1)
            item.attributes.removeAll { $0.name == SchoolsTable.schema.hash.name }
            let padded = String(repeating: "0", count: max(0, 5 - id.count)) + id
            item.attributes.insert((SchoolsTable.schema.hash.name, .s("school-\(padded)")), at: 0)
            return item
        }
    }

    private func measure(_ name: String, _ items: [Item], _ event: [UInt8], caches: Bool) throws -> Measurement {
        try withFunction(items, caches: caches) { runner in
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

    private func withFunction<T>(_ items: [Item], caches: Bool, _ body: (FunctionRunner) throws -> T) throws -> T {
        let credentials = EmbeddedCredentials.invented()
        let server = try HTTPServer(
            handler: DynamoDBEndpoint(table: try SchoolsTable(items), credentials: credentials))
        server.start()
        defer { server.stop() }
        let target = ServiceTargets.embedded(url: "http://\(server.address)", credentials)
        let environment = try FunctionEnvironment(target, shell: [:])
        // A cache that never ends in a measurement, or none.
        let runner = FunctionRunner(
            "GetSchools", package: package, environment: environment,
            overrides: [("SCHOOLS_CACHE_SECONDS", caches ? "3600" : "0")])
        return try body(runner)
    }

    private static func failure(_ result: FunctionInstance.Result) -> Problem {
        switch result.answer {
        case .error(let type, let message): Problem("the function failed while it was measured: \(type): \(message)")
        case .response: Problem("the function's answer took no time that could be measured")
        }
    }
}
