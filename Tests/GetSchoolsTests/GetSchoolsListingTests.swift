import Foundation
import JSON
import Support
import Testing

@testable import GetSchools
@testable import Schools

/// `GET /schools` from the event to the response, over DynamoDB's protocol.
@Suite struct GetSchoolsListingTests {
    private static func item(
        _ id: String, _ name: String, flat: String? = nil, nested: String? = nil, rating: String? = "4.5",
        type: String = "Part61", programs: [String] = ["PPL"], min: String = "9000"
    ) -> String {
        var members: [(name: String, value: JSONValue)] = [
            ("schoolId", ["S": .string(id)]), ("name", ["S": .string(name)]), ("trainingType", ["S": .string(type)]),
            ("programs", ["SS": .array(programs.map { .string($0) })]), ("costBand", ["M": ["min": Items.number(min)]]),
        ]
        if let rating { members.append(("avgRating", Items.number(rating))) }
        if let flat { members.append(("state", ["S": .string(flat)])) }
        if let nested { members.append(("location", ["M": ["state": ["S": .string(nested)]]])) }
        return JSONValue.object(members).text
    }

    private static let items = [
        item("s1", "Delta", flat: "CA"), item("s2", "alpha", nested: "CA", min: "12000.50"),
        item("s3", "Échelon", flat: "TX", type: "Part141", programs: ["IR", "CPL"]),
        item("s4", "Bravo", flat: "CA", rating: nil, type: "Both"),
        item("s5", "Charlie", nested: "TX", programs: ["ATPL"]),
        item("s6", "Foxtrot", flat: "CA", nested: "NV", rating: "4.70"), item("s7", "Golf", flat: "NV", min: "0"),
    ]

    private static func function(_ items: [String] = items, _ variables: [String: String] = [:]) throws -> (
        FunctionRun, ScriptedTable
    ) {
        let table = try ScriptedTable(items)
        return (try FunctionRun(table, variables), table)
    }

    /// The same response from a read of the table and from memory.
    @Test(arguments: [
        ([:], ["s1", "s2", "s3", "s4", "s5", "s6", "s7"]), (["state": "ca"], ["s1", "s2", "s4", "s6"]),
        (["state": "NV"], ["s7"]), (["state": "WY"], []),
        (["trainingType": "Part61"], ["s1", "s2", "s4", "s5", "s6", "s7"]),
        (["trainingType": "Part141"], ["s3", "s4"]),
        (["trainingType": "Both"], ["s1", "s2", "s3", "s4", "s5", "s6", "s7"]),
        (["programs": "IR, ATPL"], ["s3", "s5"]), (["maxBudget": "9000"], ["s1", "s3", "s4", "s5", "s6", "s7"]),
        (["maxBudget": "8999"], ["s7"]),
        (["state": "CA", "maxBudget": "9000", "programs": "PPL"], ["s1", "s4", "s6"]),
        (["sortBy": "name-asc"], ["s2", "s4", "s5", "s1", "s3", "s6", "s7"]),
        (["sortBy": "rating-desc", "state": "CA"], ["s6", "s1", "s2", "s4"]),
    ]) func filtersAndOrders(parameters: [String: String], ids: [String]) throws {
        let (function, table) = try Self.function()
        for _ in 0..<2 {
            let answer = try function.list(parameters)
            #expect(answer.status == 200 && answer.ids == ids && answer.body["count"]?.integer == ids.count)
            #expect(answer.cursor == nil)
            #expect(table.operations == Array(repeating: "Scan", count: 5) + (ids.isEmpty ? [] : ["BatchGetItem"]))
        }
        #expect(try function.lines.filter { $0["method"] != nil }.count == 2)
    }

    @Test func withoutACacheEveryListingIsRead() throws {
        let (function, table) = try Self.function(Self.items, ["SCHOOLS_CACHE_SECONDS": "0"])
        let first = try function.list()
        #expect(first.ids.count == 7 && table.operations.count == 6)
        #expect(try function.list(["state": "CA"]).ids.count == 4 && table.operations.count == 12)
        try table.replace([Self.item("s9", "New")])
        #expect(try function.list().ids == ["s9"])
        #expect(first.headers["Cache-Control"] == "no-cache")
    }

    /// Whichever listing comes first reads the whole table, without a filter, and every other one is answered from that.
    @Test(arguments: [[:], ["state": "CA"], ["programs": "IR"], ["maxBudget": "1"], ["limit": "1"]])
    func theFirstListingReadsForAll(first: [String: String]) throws {
        let (function, table) = try Self.function()
        _ = try function.list(first)
        let queries: [([String: String], Int)] = [
            ([:], 7), (["state": "TX"], 2), (["trainingType": "Part141"], 2), (["programs": "ATPL"], 1),
            (["maxBudget": "8999"], 1), (["sortBy": "price-desc", "limit": "2"], 2),
        ]
        for form in [[:], ["fields": "card"]] {
            for (query, count) in queries {
                #expect(try function.list(query.merging(form) { $1 }).ids.count == count)
            }
        }
        #expect(table.operations.filter { $0 == "Scan" }.count == 5)
        let scans = try table.server.requests.map { try JSONValue(parsing: $0.body).members?.map(\.name) ?? [] }.filter
        {
            $0.contains("IndexName")
        }
        let more = ["TableName", "IndexName", "ExclusiveStartKey"]
        #expect(scans == [["TableName", "IndexName"]] + Array(repeating: more, count: 4))
    }

    @Test(arguments: [1, 2, 3, 7]) func pagesOfCallers(limit: Int) throws {
        let (function, _) = try Self.function()
        for sortBy in ["", "price-desc", "name-asc"] {
            var ids: [String] = []
            var cursor: String? = ""
            while let place = cursor {
                let answer = try function.list(["limit": "\(limit)", "sortBy": sortBy, "cursor": place])
                #expect(answer.status == 200 && (1...limit).contains(answer.ids.count))
                ids += answer.ids
                cursor = answer.cursor
                guard ids.count <= 7 else { break }
            }
            #expect(try ids == function.list(["sortBy": sortBy]).ids)
        }
    }

    @Test func aCursorServesAnotherInstanceAndNoOtherQuery() throws {
        let (function, table) = try Self.function()
        let cursor = try #require(try function.list(["limit": "3", "sortBy": "name-asc"]).cursor)
        let other = try FunctionRun(table)
        #expect(try other.list(["limit": "2", "sortBy": "name-asc", "cursor": cursor]).ids == ["s1", "s3"])
        let refused = try other.list(["sortBy": "name-desc", "cursor": cursor])
        #expect(refused.status == 400 && refused.error?.contains("cursor") == true)
    }

    @Test func aResponseThatIsKnownIsNotSentAgain() throws {
        let (function, _) = try Self.function()
        let answer = try function.list(["state": "CA"])
        let tag = try #require(answer.headers["ETag"])
        #expect(answer.headers["Cache-Control"] == "public, max-age=30")
        for name in ["If-None-Match", "if-none-match", "IF-NONE-MATCH"] {
            let known = try function.list(["state": "CA"], headers: [name: "\"x\", \(tag)"])
            #expect(known.status == 304 && known.text == "" && known.headers["ETag"] == tag)
            #expect(known.headers["Content-Type"] == nil && known.headers["Access-Control-Allow-Origin"] == "*")
        }
        #expect(try function.list(["state": "TX"], headers: ["If-None-Match": tag]).status == 200)
    }

    @Test func aMalformedSchoolIsLeftOutAndNamed() throws {
        let broken = [
            #"{"schoolId":{"S":"bad-1"}}"#, Items.item("bad-2", ["costBand": ["M": ["min": ["S": "9000"]]]]),
            Items.item("bad-3", ["avgRating": ["S": "4.7"]]), Items.item("bad-4", ["costBand": ["L": []]]),
        ]
        let (function, _) = try Self.function(Self.items + broken)
        #expect(try function.list().ids == ["s1", "s2", "s3", "s4", "s5", "s6", "s7"])
        let warnings = try function.lines("WARN")
        #expect(warnings.compactMap { $0["schoolId"] as? String } == ["bad-1", "bad-2", "bad-3", "bad-4"])
        #expect(try function.list().ids.count == 7)
        #expect(try function.lines("WARN").count == 4)
    }

    /// An attribute of a type that is not known costs its own school: in listings, and by id, where waiting would not help.
    @Test func aSchoolOfAnUnknownTypeIsLeftOutAndNamed() throws {
        let odd = #"{"schoolId":{"S":"odd"},"name":{"S":"Odd"},"embedding":{"VECTOR":[1,2]}}"#
        let (function, _) = try Self.function([Self.items[0], odd, Self.items[1]])
        #expect(try function.list().ids == ["s1", "s2"] && function.list(["state": "CA"]).ids == ["s1", "s2"])
        let warning = try #require(try function.lines("WARN").first)
        #expect(warning["schoolId"] as? String == "odd" && (warning["cause"] as? String)?.contains("VECTOR") == true)
        let one = try function.school("odd")
        #expect(one.status == 500 && one.headers["Retry-After"] == nil && one.error == "Internal error")
        let error = try #require(try function.lines("ERROR").first)
        #expect(error["schoolId"] as? String == "odd" && (error["advice"] as? String)?.contains("attribute") == true)
        #expect(try function.school("s1").status == 200)
    }

    // MARK: Without the index

    /// The table is read in its place: the same bytes, and one WARN line an instance.
    @Test func withoutTheIndexTheTableGivesTheSame() throws {
        let (function, _) = try Self.function()
        let table = try ScriptedTable(Self.items, hasIndex: false)
        let older = try FunctionRun(table, ["SCHOOLS_CACHE_SECONDS": "0"])
        for parameters in [[:], ["state": "CA"], ["sortBy": "price-desc", "limit": "3"]] {
            for form in [[:], ["fields": "card"]] {
                let parameters = parameters.merging(form) { $1 }
                let answers = (try function.list(parameters), try older.list(parameters))
                #expect(answers.0.status == 200 && answers.0.text == answers.1.text)
                #expect(answers.0.headers["ETag"] == answers.1.headers["ETag"])
            }
        }
        #expect(table.operations.allSatisfy { $0 == "Scan" })
        let warnings = try older.lines("WARN")
        #expect(warnings.count == 1 && warnings[0]["errorType"] as? String == "ValidationException")
        #expect(try function.lines("WARN").isEmpty)
    }

    @Test func throttlingOfTheIndexIsNoReasonToReadTheTable() throws {
        let (function, table) = try Self.function()
        table.fail(with: .answer(400, body: #"{"__type":"x#ThrottlingException"}"#))
        let answer = try function.list()
        #expect(answer.status == 503 && answer.headers["Retry-After"] == "5")
        #expect(table.server.requests.allSatisfy { $0.text.contains("IndexName") })
    }

    // MARK: More than a response holds

    @Test func whatDoesNotFitComesWithACursor() throws {
        let large = (0..<20).map {
            Items.item("s\(10 + $0)", ["pad": ["S": .string(String(repeating: "\"", count: 100_000))]])
        }
        let (function, _) = try Self.function(large)
        var ids: [String] = []
        var answer = try function.list()
        while true {
            #expect(answer.status == 200 && answer.body["count"]?.integer == answer.ids.count)
            ids += answer.ids
            guard let cursor = answer.cursor, ids.count <= 20 else { break }
            answer = try function.list(["cursor": cursor])
        }
        #expect(ids == (10..<30).map { "s\($0)" })
        #expect(try function.lines.allSatisfy { $0["level"] as? String == "INFO" })
    }

    /// It must neither end the listing nor make a cursor that never moves.
    @Test func aSchoolThatNoResponseHoldsIsLeftOut() throws {
        let giant = Items.item("s2", ["pad": ["S": .string(String(repeating: "x", count: School.maximumBytes))]])
        let (function, _) = try Self.function([Items.item("s1"), giant, Items.item("s3")])
        let answer = try function.list()
        #expect(answer.ids == ["s1", "s3"] && answer.cursor == nil)
        #expect(try function.lines("WARN").compactMap { $0["schoolId"] as? String } == ["s2"])
        #expect(try function.school("s2").status == 200)
    }
}
