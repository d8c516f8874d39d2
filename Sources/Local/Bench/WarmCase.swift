import APIGateway
import AWSClient
import Configuration
import LambdaRuntime
import Terminal

/// A warm invocation that does a function's real work.
struct WarmCase {
    let function: String
    let name: String
    let event: [UInt8]
    let schools: [Item]
    let variables: [(String, String)]

    /// Returns all cases, with the events `list-all` and `explain-health-check`. Larger tables repeat `schools`.
    static func all(_ schools: [Item], _ events: [SampleEvent]) throws(CommandFailure) -> [WarmCase] {
        func event(_ name: String) throws(CommandFailure) -> [UInt8] {
            guard let event = events.first(where: { $0.name == name }) else {
                throw CommandFailure("the event \(name).json is missing")
            }
            return event.bytes
        }
        let (list, match) = (try event("list-all"), try event("explain-health-check"))
        func listing(_ count: Int, fromMemory: Bool) -> WarmCase {
            WarmCase(
                function: Route.listSchools.function, name: "\(count) schools, \(fromMemory ? "from memory" : "read")",
                event: list, schools: repeated(schools, count: count),
                variables: [(Variable.schoolsCacheSeconds.name, fromMemory ? "3600" : "0")])
        }
        func explanation(_ name: String, _ variables: [(String, String)] = []) -> WarmCase {
            WarmCase(
                function: Route.explainMatch.function, name: "explanation, \(name)", event: match, schools: [],
                variables: variables)
        }
        return [
            listing(schools.count, fromMemory: true), listing(schools.count, fromMemory: false),
            listing(500, fromMemory: true), listing(500, fromMemory: false), listing(5000, fromMemory: false),
            // The event's score is below 100.
            explanation("template", [(Variable.minimumScore.name, "100")]), explanation("from the cache"),
            explanation("embedded model", [(Variable.explanationSeconds.name, "0")]),
        ]
    }

    /// Measures at most 2,000 invocations, and no longer than two seconds.
    func measure(_ packages: [String: FunctionPackage]) throws -> Measurement {
        guard let package = packages[function] else { throw CommandFailure("\(function) is not packaged") }
        return try BenchSubject.withServices(schools) { environment in
            let subject = BenchSubject(
                name: function, package: package, event: event, environment: environment,
                overrides: variables)
            return try subject.measure(warmUps: 4, count: 2000, milliseconds: 2000)
        }
    }

    /// Returns the first `count` items, repeated under new ids if there are not so many.
    static func repeated(_ items: [Item], count: Int) -> [Item] {
        (0..<count).map { number in
            var item = items[number % items.count]
            item.attributes.removeAll { $0.name == "schoolId" }
            item.attributes.insert(("schoolId", .s("school-\(number + 1)")), at: 0)
            return item
        }
    }
}
