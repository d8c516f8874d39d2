import APIGateway
import Configuration
import LambdaRuntime
import Terminal

/// Tables of many schools, read through their index: what the first listing costs, and then the pages of others.
enum CatalogueBench {
    /// How many schools the tables have.
    static let counts = [5000, 20_000, 100_000]
    /// Processes that are started for the figures of the first listing. The endpoint is slower for the first of them.
    static let starts = 3

    /// The rows of a table: the first listing, and each kind of page.
    static func measure(
        _ count: Int, in place: BenchPlace, _ events: [SampleEvent]
    ) throws -> (first: Measurement, pages: [(name: String, measurement: Measurement)]) {
        let listing = try WarmCase.listing(events)
        let card = (name: "fields", value: "card")
        let price = (name: "sortBy", value: "price-asc")
        let limit = (name: "limit", value: "20")
        let first = listing([card, price, limit])
        let kinds = [
            ("20 cards by price", .pages(first)), ("20 schools by price", .pages(listing([price, limit]))),
            ("20 cards of a state", .pages(listing([card, limit, (name: "state", value: "CA")]))),
            ("match", BenchEvents.same(try WarmCase.question(events))),
        ]
        var process = try start(place)
        var firsts: [Measurement] = []
        for number in 0..<starts {
            if number > 0 { process = try start(place) }
            firsts.append(try process.first(.pages(first)))
        }
        let pages = try kinds.map { name, events in
            let warm = try process.warm(events, warmUps: 4, count: 500, milliseconds: 1000)
            let floor = try place.floor(events.next(after: []), bytes: Int(warm[.bytes]))
            return ("\(count): \(name)", warm.comparing(with: floor))
        }
        return (.median(firsts), pages)
    }

    private static func start(_ place: BenchPlace) throws(CommandFailure) -> BenchProcess {
        try place.start(Route.listSchools.function, [(Variable.schoolsCacheSeconds.name, "3600")])
    }
}
