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

    /// Returns the medians of the rounds: the floor's first, then those of `functions`. The floor gets the first function's
    /// event.
    static func measure(
        _ functions: [String], in place: BenchPlace, _ events: [SampleEvent]
    ) throws -> [(name: String, measurement: Measurement)] {
        let names = [floor] + functions
        let given = try names.map { name in
            BenchEvents.same(try optionsEvent(name == floor ? functions[0] : name, events))
        }
        var measured = names.map { _ in [Measurement]() }
        for round in 0..<rounds {
            for index in round % 2 == 0 ? Array(names.indices) : names.indices.reversed() {
                let starts = try (0..<starts).map { _ in try place.start(names[index]).first(given[index]) }
                let process = try place.start(names[index])
                let warm = try process.warm(given[index], warmUps: warmUps, count: invocations)
                measured[index].append(Measurement.median(starts).merging(warm))
            }
        }
        return zip(names, measured).map { ($0, .median($1)) }
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
