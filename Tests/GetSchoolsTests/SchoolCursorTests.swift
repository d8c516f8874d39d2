import APIGateway
import Bytes
import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolCursorTests {
    private func query(_ sortBy: String = "", _ name: String = "limit", _ value: String = "") throws -> SchoolQuery {
        try Queries.query(["sortBy": sortBy, name: value])
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
        let query = try query(sortBy)
        let school = try school()
        let text = try SchoolCursor(school, query.order).text(for: query)
        #expect(text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) })
        let cursor = try #require(SchoolCursor(text, for: query))
        #expect(cursor.id == school.id)
        // The school itself is neither after its own place nor before it.
        let own = try SchoolCursor(school, query.order)
        cursor.withSortKey { a in
            own.withSortKey { b in #expect(!query.order.precedes(a, b) && !query.order.precedes(b, a)) }
        }
    }

    @Test func anotherQueryRefusesIt() throws {
        let text = try SchoolCursor(school(), query("price-asc").order).text(for: try query("price-asc"))
        for other in SchoolOrder.names + [""] where other != "price-asc" {
            #expect(SchoolCursor(text, for: try query(other))?.id == nil)
        }
        for (name, value) in [("state", "CA"), ("trainingType", "Part61"), ("programs", "PPL"), ("maxBudget", "0")] {
            #expect(SchoolCursor(text, for: try query("price-asc", name, value))?.id == nil)
        }
        for (name, value) in [("limit", "7"), ("trainingType", "Both"), ("programs", ","), ("state", "")] {
            #expect(SchoolCursor(text, for: try query("price-asc", name, value))?.id == "school-\"1\"/é")
        }
    }

    @Test(arguments: [
        "x", "null", "====", "W10", "e30", "MQ", "bnVsbA", "WzFd", "[1,2,3,4]", "%5B%5D", "🛩", "../../etc/passwd",
        String(repeating: "A", count: SchoolCursor.maximumLength + 4), String(repeating: "W1tb", count: 1000),
    ]) func garbageIsRefused(text: String) throws {
        #expect(SchoolCursor(text, for: try query())?.id == nil)
    }

    private func forged(_ parts: JSONValue) -> String { Base64.encodeURLSafe(Array(parts.text.utf8)) }

    @Test func aForgedOneOfTheWrongShapeIsRefused() throws {
        let query = try query("price-asc")
        let selection = JSONValue.string(query.selection)
        let shapes: [JSONValue] = [
            [2, selection, "5"], [2, selection, "5", "id", "more"], [1, selection, "5", "id"],
            ["2", selection, "5", "id"], [2, "other", "5", "id"], [2, selection, 5, "id"], [2, selection, "5", 7],
            [2, selection, "5", .null], [2, .null, "5", "id"], [2, selection, "cheap", "id"], [2, selection, "", "id"],
            [2, selection, "1e99999999999999999999", "id"], [2, selection, "0.1e-9223372036854775808", "id"],
            [2, selection, .string(String(repeating: "9", count: 201)), "id"], ["a": 1],
        ]
        #expect(SchoolCursor(forged([2, selection, "5", "id"]), for: query)?.id == "id")
        for shape in shapes { #expect(SchoolCursor(forged(shape), for: query)?.id == nil, "\(shape.text)") }
    }

    /// A place that somebody made up is a place like any other.
    @Test(arguments: [
        "0", "-1", "1e400", "1E-400", "-0.0e-9999", "99999999999999999999999999999999999999", "007", "+5",
    ])
    func aForgedPlaceIsHarmless(number: String) throws {
        var query = try query("price-asc")
        let text = forged([2, .string(query.selection), .string(number), ""])
        let cursor = try #require(SchoolCursor(text, for: query))
        query.cursor = cursor
        let schools = try [Items.school("a"), Items.school("b", ["costBand": ["M": ["min": ["N": "5"]]]])]
        let page = try Listings.page(schools, query)
        #expect(page.ids.count <= 2 && page.cursor == nil)
    }

    /// No changed byte of a real cursor crashes, whatever it then says.
    @Test func tamperedOnesAreHarmless() throws {
        var chance = Chance(seed: 21)
        for name in ["", "name-asc", "price-desc", "rating-asc"] {
            var query = try query(name)
            let text = Array(try SchoolCursor(school(), query.order).text(for: query).utf8)
            for _ in 0..<300 {
                var bytes = text
                for _ in 0..<Int.random(in: 1...3, using: &chance) {
                    let at = bytes.indices.randomElement(using: &chance) ?? 0
                    bytes[at] = Array("ABCxyz019-_=+/".utf8).randomElement(using: &chance) ?? 0
                }
                query.cursor = SchoolCursor(String(decoding: bytes, as: UTF8.self), for: query)
                let page = try Listings.page([try school()], query)
                #expect(page.ids.count <= 1 && page.cursor == nil)
                #expect(query.cursor != nil || page.ids.count == 1)
            }
        }
    }

    @Test func theLongestIdsAndNamesFit() throws {
        for filler in ["\u{1}", "é", "\"", "x"] {
            let long = String(repeating: filler, count: 2048 / filler.utf8.count)
            let query = try query("name-asc")
            let text = try SchoolCursor(Items.school(long, name: long), query.order).text(for: query)
            #expect(text.utf8.count <= SchoolCursor.maximumLength && SchoolCursor(text, for: query)?.id == long)
        }
    }

    @Test func aQueryRefusesWhatIsNoCursorOfIts() throws {
        let error = #expect(throws: HTTPError.self) { try Queries.query(["cursor": "nonsense"]) }
        #expect(error?.status == .badRequest && error?.message.contains("nextCursor") == true)
        let query = try query("name-asc")
        let text = try SchoolCursor(school(), query.order).text(for: query)
        #expect(try Queries.query(["cursor": text, "sortBy": "name-asc", "limit": "3"]).cursor?.id == "school-\"1\"/é")
        #expect(throws: HTTPError.self) { try Queries.query(["cursor": text, "sortBy": "name-desc"]) }
    }
}
