import APIGateway
import Bytes
import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolCursorTests {
    private func query(_ sortBy: String = "", _ change: (inout SchoolQuery) -> Void = { _ in }) -> SchoolQuery {
        var query = SchoolQuery()
        query.order = SchoolOrder(name: sortBy) ?? SchoolOrder()
        change(&query)
        return query
    }

    private let school = {
        try Items.school(
            "school-\"1\"/é", name: "Éclair \"Air\" \\ \u{1}",
            [
                "costBand": ["M": ["min": ["N": "8500.50"]]],
                "avgRating": ["N": "12345678901234567890123456789012345678"],
            ])
    }

    @Test(arguments: [""] + SchoolOrder.names) func roundTrip(sortBy: String) throws {
        let query = query(sortBy)
        let school = try school()
        let text = SchoolCursor(school, query.order).text(for: query)
        #expect(text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) })
        let cursor = try #require(SchoolCursor(text, for: query))
        #expect(cursor.id == school.id)
        // The school itself is not behind its own place, nor before it.
        let key = query.order.key(of: school)
        #expect(!query.order.precedes(cursor.key, cursor.id, key, school.id))
        #expect(!query.order.precedes(key, school.id, cursor.key, cursor.id))
    }

    @Test func anotherQueryRefusesIt() throws {
        let text = SchoolCursor(try school(), query("price-asc").order).text(for: query("price-asc"))
        for other in SchoolOrder.names + [""] where other != "price-asc" {
            #expect(SchoolCursor(text, for: query(other))?.id == nil)
        }
        #expect(SchoolCursor(text, for: query("price-asc") { $0.filter.state = "CA" })?.id == nil)
        #expect(SchoolCursor(text, for: query("price-asc") { $0.filter.trainingType = .part61 })?.id == nil)
        #expect(
            SchoolCursor(text, for: query("price-asc") { $0.filter.programs = Programs(name: "PPL") ?? [] })?.id == nil)
        #expect(SchoolCursor(text, for: query("price-asc") { $0.filter.maxBudget = .zero })?.id == nil)
        #expect(SchoolCursor(text, for: query("price-asc") { $0.limit = 7 })?.id == "school-\"1\"/é")
    }

    @Test(arguments: [
        "x", "null", "====", "W10", "e30", "MQ", "bnVsbA", "WzFd", "[1,2,3,4]", "%5B%5D", "🛩", "../../etc/passwd",
        String(repeating: "A", count: SchoolCursor.maximumLength + 4), String(repeating: "W1tb", count: 1000),
    ]) func garbageIsRefused(text: String) { #expect(SchoolCursor(text, for: query())?.id == nil) }

    private func forged(_ parts: JSONValue) -> String { Base64.encodeURLSafe(Array(parts.text.utf8)) }

    /// The fingerprint of a query, from a real cursor.
    private func fingerprint(_ query: SchoolQuery) throws -> JSONValue {
        let text = SchoolCursor(try school(), query.order).text(for: query)
        let bytes = try #require(Base64.decode(text.utf8))
        return try #require(try JSONValue(parsing: bytes).array?[1])
    }

    @Test func aForgedOneOfTheWrongShapeIsRefused() throws {
        let query = query("price-asc")
        let print = try fingerprint(query)
        let shapes: [JSONValue] = [
            [1, print, "5"], [1, print, "5", "id", "more"], [2, print, "5", "id"], ["1", print, "5", "id"],
            [1, "other", "5", "id"], [1, print, 5, "id"], [1, print, "5", 7], [1, print, "5", .null],
            [1, .null, "5", "id"],
            [1, print, "cheap", "id"], [1, print, "", "id"], [1, print, "1e99999999999999999999", "id"],
            [1, print, "0.1e-9223372036854775808", "id"],
            [1, print, .string(String(repeating: "9", count: 201)), "id"],
            ["a": 1],
        ]
        for shape in shapes { #expect(SchoolCursor(forged(shape), for: query)?.id == nil, "\(shape.text)") }
    }

    /// A place that somebody made up is a place like any other.
    @Test(arguments: [
        "0", "-1", "1e400", "1E-400", "-0.0e-9999", "99999999999999999999999999999999999999", "007", "+5",
    ])
    func aForgedPlaceIsHarmless(number: String) throws {
        var query = query("price-asc")
        let text = forged([1, try fingerprint(query), .string(number), ""])
        let cursor = try #require(SchoolCursor(text, for: query))
        query.cursor = cursor
        let schools = try [Items.school("a"), Items.school("b", ["costBand": ["M": ["min": ["N": "5"]]]])]
        let listing = SchoolListing(schools, query)
        #expect(listing.schools.count <= 2 && !listing.hasMore)
    }

    /// No changed byte of a real cursor crashes, whatever it then says.
    @Test func tamperedOnesAreHarmless() throws {
        var chance = Chance(seed: 21)
        for name in ["", "name-asc", "price-desc", "rating-asc"] {
            var query = query(name)
            let text = Array(SchoolCursor(try school(), query.order).text(for: query).utf8)
            for _ in 0..<300 {
                var bytes = text
                for _ in 0..<Int.random(in: 1...3, using: &chance) {
                    let at = bytes.indices.randomElement(using: &chance) ?? 0
                    bytes[at] = Array("ABCxyz019-_=+/".utf8).randomElement(using: &chance) ?? 0
                }
                query.cursor = SchoolCursor(String(decoding: bytes, as: UTF8.self), for: query)
                let listing = SchoolListing([try school()], query)
                #expect(listing.schools.count <= 1 && !listing.hasMore)
                #expect(query.cursor != nil || listing.schools.count == 1)
            }
        }
    }

    @Test func theLongestIdsAndNamesFit() throws {
        for filler in ["\u{1}", "é", "\"", "x"] {
            let long = String(repeating: filler, count: 2048 / filler.utf8.count)
            let query = query("name-asc")
            let text = SchoolCursor(try Items.school(long, name: long), query.order).text(for: query)
            #expect(text.utf8.count <= SchoolCursor.maximumLength && SchoolCursor(text, for: query)?.id == long)
        }
    }

    @Test func aQueryRefusesWhatIsNoCursorOfIts() throws {
        let error = #expect(throws: HTTPError.self) { try Queries.query(["cursor": "nonsense"]) }
        #expect(error?.status == .badRequest && error?.message.contains("nextCursor") == true)
        let query = query("name-asc")
        let text = SchoolCursor(try school(), query.order).text(for: query)
        #expect(try Queries.query(["cursor": text, "sortBy": "name-asc", "limit": "3"]).cursor?.id == "school-\"1\"/é")
        #expect(throws: HTTPError.self) { try Queries.query(["cursor": text, "sortBy": "name-desc"]) }
    }
}
