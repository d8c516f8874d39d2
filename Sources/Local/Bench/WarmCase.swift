import APIGateway
import Configuration
import JSON
import LambdaRuntime
import Terminal

/// A warm invocation that does a function's real work, in a process of its own.
struct WarmCase {
    let function: String
    let name: String
    /// How many schools the table has.
    let schools: Int
    let events: BenchEvents
    let variables: [(String, String)]

    /// The sizes of the tables of listings that are answered whole.
    static let counts = [48, 500]

    /// Returns all cases, with the events `list-all`, `match-found` and `explain-health-check`.
    static func all(_ events: [SampleEvent]) throws(CommandFailure) -> [WarmCase] {
        let list = try Self.listing(events)
        let match = try event("explain-health-check", events)
        let question = try question(events)
        func explanation(_ name: String, _ variables: [(String, String)] = []) -> WarmCase {
            WarmCase(
                function: Route.explainMatch.function, name: "explanation, \(name)", schools: 0, events: .same(match),
                variables: variables)
        }
        return counts.flatMap { count in
            listings("\(count) schools", count, list([]))
                + listings("\(count) cards", count, list([("fields", "card")])) + [
                    WarmCase(
                        function: Route.match.function, name: "\(count) schools, matched", schools: count,
                        events: .same(question), variables: [(Variable.schoolsCacheSeconds.name, "3600")])
                ]
        } + [
            // The event's score is below 100.
            explanation("template", [(Variable.minimumScore.name, "100")]), explanation("from the cache"),
            explanation("embedded model", [(Variable.explanationSeconds.name, "0")]),
        ]
    }

    /// A listing that is read from the services each time, one that is made from memory, and one that is asked for again.
    private static func listings(_ name: String, _ count: Int, _ listing: BenchEvents.Listing) -> [WarmCase] {
        let ways: [(String, BenchEvents, cacheSeconds: String)] = [
            ("read", .same(listing.event()), "0"), ("from memory", .fresh(listing), "3600"),
            ("repeated", .same(listing.event()), "3600"),
        ]
        return ways.map { way, events, seconds in
            WarmCase(
                function: Route.listSchools.function, name: "\(name), \(way)", schools: count, events: events,
                variables: [(Variable.schoolsCacheSeconds.name, seconds)])
        }
    }

    /// Returns listings with any parameters, made of the event `list-all`.
    static func listing(
        _ events: [SampleEvent]
    ) throws(CommandFailure) -> ([(name: String, value: String)]) -> BenchEvents.Listing {
        let bytes = try event("list-all", events)
        guard let template = try? JSONValue(parsing: bytes) else { throw CommandFailure("list-all.json is not JSON") }
        return { BenchEvents.Listing(template: template, parameters: $0) }
    }

    /// Returns the event of a question that has matches.
    static func question(_ events: [SampleEvent]) throws(CommandFailure) -> [UInt8] { try event("match-found", events) }

    private static func event(_ name: String, _ events: [SampleEvent]) throws(CommandFailure) -> [UInt8] {
        guard let event = events.first(where: { $0.name == name }) else {
            throw CommandFailure("the event \(name).json is missing")
        }
        return event.bytes
    }

    /// Measures the first invocation, then at most 2,000 and no longer than a second, and the floor.
    func measure(in place: BenchPlace) throws -> Measurement {
        let process = try place.start(function, variables)
        let first = try process.first(events)
        let warm = try process.warm(events, warmUps: 4, count: 2000, milliseconds: 1000)
        let floor = try place.floor(events.next(after: []), bytes: Int(warm[.bytes]))
        return first.merging(warm).comparing(with: floor)
    }
}
