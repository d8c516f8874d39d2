import AWSClient
import JSON
import Terminal

/// The functions beside the floor, which does the least that a custom runtime can do (`Sources/Bench/floor.c`).
enum FloorComparison {
    static let floor = "floor"
    /// Rounds in which all take turns. Each has so many starts, warm-ups and measured invocations.
    static let rounds = 5
    static let starts = 20
    static let warmUps = 500
    static let invocations = 3000

    /// Returns the medians of the rounds, in the order of `packages`. The floor gets the next one's event.
    static func measure(
        _ packages: [(String, FunctionPackage)], _ events: [SampleEvent], schools: [Item]
    ) throws -> [(name: String, measurement: Measurement)] {
        try BenchSubject.withServices(schools) { environment in
            let subjects = try packages.map { name, package in
                let event = try optionsEvent(name == floor ? packages[1].0 : name, events)
                return BenchSubject(name: name, package: package, event: event, environment: environment)
            }
            var measured = subjects.map { _ in [Measurement]() }
            for round in 0..<rounds {
                for index in round % 2 == 0 ? Array(subjects.indices) : subjects.indices.reversed() {
                    let starts = try (0..<starts).map { _ in try subjects[index].measure(warmUps: 0, count: 0) }
                    let warm = try subjects[index].measure(warmUps: warmUps, count: invocations)
                    measured[index].append(warm.starting(as: .median(starts)))
                }
            }
            return zip(subjects, measured).map { ($0.name, .median($1)) }
        }
    }

    /// Returns the first OPTIONS event of the function.
    static func optionsEvent(_ function: String, _ events: [SampleEvent]) throws(CommandFailure) -> [UInt8] {
        let event = events.first { event in
            event.function == function
                && (try? JSONValue(parsing: event.bytes))?["httpMethod"]?.string == "OPTIONS"
        }
        guard let event else { throw CommandFailure("there is no event with the method OPTIONS for \(function)") }
        return event.bytes
    }
}
