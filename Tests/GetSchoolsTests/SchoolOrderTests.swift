import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolOrderTests {
    private func schools() throws -> [School] {
        func school(_ id: String, _ name: String, price: String?, rating: String?, fleet: String?) throws -> School {
            var members: [(name: String, value: JSONValue)] = [
                ("schoolId", ["S": .string(id)]), ("name", ["S": .string(name)]),
            ]
            if let price { members.append(("costBand", ["M": ["min": Items.number(price)]])) }
            if let rating { members.append(("avgRating", Items.number(rating))) }
            if let fleet { members.append(("fleetSize", Items.number(fleet))) }
            return try Items.decode(JSONValue.object(members).text)
        }
        return [
            try school("d", "Zulu", price: "9000", rating: "4.70", fleet: "3"),
            try school("b", "alpha", price: "10000", rating: "4.7", fleet: nil),
            try school("e", "Ähre", price: nil, rating: "47E-1", fleet: "12"),
            try school("a", "Alpha", price: "0", rating: nil, fleet: "0"),
            try school("é", "beta", price: "9000.00", rating: "5", fleet: "-1"),
            try school("Z", "ALPHA", price: "1E4", rating: "0", fleet: "3.0"),
        ]
    }

    private func ids(_ sortBy: String) throws -> [String] {
        try Listings.ids(try schools(), try Queries.sorted(sortBy))
    }

    /// Equals are in order of the id's bytes, upwards, whichever way the list goes; a missing number is 0.
    @Test(arguments: [
        ("name-asc", ["e", "Z", "a", "b", "é", "d"]), ("name-desc", ["d", "é", "Z", "a", "b", "e"]),
        ("price-asc", ["a", "e", "d", "é", "Z", "b"]), ("price-desc", ["Z", "b", "d", "é", "a", "e"]),
        ("rating-asc", ["Z", "a", "b", "d", "e", "é"]), ("rating-desc", ["é", "b", "d", "e", "Z", "a"]),
        ("fleet-size-asc", ["é", "a", "b", "Z", "d", "e"]), ("fleet-size-desc", ["e", "Z", "d", "a", "b", "é"]),
    ]) func eachOrder(sortBy: String, expected: [String]) throws { #expect(try ids(sortBy) == expected) }

    @Test func withoutAnOrderTheIdDecides() throws {
        #expect(try ids("") == ["Z", "a", "b", "d", "e", "é"])
    }

    @Test func theOrderOfArrivalDoesNotMatter() throws {
        var chance = Chance(seed: 9)
        for name in SchoolOrder.names {
            let query = try Queries.sorted(name)
            let expected = try ids(name)
            for _ in 0..<20 {
                #expect(try Listings.ids(try schools().shuffled(using: &chance), query) == expected)
            }
        }
    }

    @Test func everyNameIsAnOrderOfItsOwn() throws {
        let orders = try SchoolOrder.names.map { try #require(SchoolOrder(name: $0)) }
        #expect(Set(orders.map { "\(String(describing: $0.field)) \($0.isDescending)" }).count == 8)
        #expect(SchoolOrder().field == nil && SchoolOrder(name: "")?.isDescending == nil)
    }
}
