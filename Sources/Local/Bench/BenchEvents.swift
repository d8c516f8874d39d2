import JSON

/// The events of a row, one for each invocation.
final class BenchEvents {
    private let make: (_ number: Int, _ response: [UInt8]) -> [UInt8]
    private var number = 0

    private init(_ make: @escaping (_ number: Int, _ response: [UInt8]) -> [UInt8]) { self.make = make }

    /// Returns the event of the next invocation, given the response to the one before.
    func next(after response: [UInt8]) -> [UInt8] {
        number += 1
        return make(number, response)
    }

    /// The same event each time.
    static func same(_ event: [UInt8]) -> BenchEvents { BenchEvents { _, _ in event } }

    /// A listing that nobody has asked for before: each time with another budget, which every price is below.
    static func fresh(_ listing: Listing) -> BenchEvents {
        BenchEvents { number, _ in listing.event(and: ("maxBudget", "\(1_000_000 + number)")) }
    }

    /// The pages of a listing one after the other, and from the first one again.
    static func pages(_ listing: Listing) -> BenchEvents {
        BenchEvents { _, response in
            listing.event(and: ReceivedResponse(response)?.json?["nextCursor"]?.string.map { ("cursor", $0) })
        }
    }

    /// An event that asks for a listing, with parameters of its own.
    struct Listing {
        let template: JSONValue
        let parameters: [(name: String, value: String)]

        /// Returns the event, with one parameter more if there is one.
        func event(and more: (name: String, value: String)? = nil) -> [UInt8] {
            let all = parameters + (more.map { [$0] } ?? [])
            let single = all.map { ($0.name, JSONValue.string($0.value)) }
            let several = all.map { ($0.name, JSONValue.array([.string($0.value)])) }
            let given: [(name: String, value: JSONValue)] = [
                ("queryStringParameters", .object(single)), ("multiValueQueryStringParameters", .object(several)),
            ]
            let others = (template.members ?? []).filter { member in !given.contains { $0.name == member.name } }
            return Array(JSONValue.object(others + given).text.utf8)
        }
    }
}
