import Support
import Testing

@testable import GetSchools
@testable import Schools

/// A listing is the same bytes from the index, from the table, and from memory.
@Suite struct ListingSourceTests {
    /// The instances that answer the same queries.
    private struct Sources {
        let indexed: FunctionRun
        let tableOnly: FunctionRun
        let forgetful: FunctionRun
        let table: ScriptedTable
        let older: ScriptedTable

        init(_ items: [String], pageSize: Int) throws {
            table = try ScriptedTable(items, pageSize: pageSize)
            older = try ScriptedTable(items, pageSize: pageSize, hasIndex: false)
            indexed = try FunctionRun(table)
            tableOnly = try FunctionRun(older)
            forgetful = try FunctionRun(table, ["SCHOOLS_CACHE_SECONDS": "0"])
        }

        /// The answer to `query`, once all have given it: the first time and again.
        func answer(_ query: [String: String], _ random: inout RandomSchools) throws -> FunctionRun.Answer {
            let answer = try indexed.list(query)
            #expect(answer.status == 200, "\(query)")
            let operations = table.operations.count
            var others = [try indexed.list(query)]
            #expect(table.operations.count == operations, "what was answered is ready")
            others.append(try tableOnly.list(query))
            if random.happens(25) { others.append(try forgetful.list(query)) }
            for other in others {
                #expect(other.status == 200 && other.text == answer.text, "\(query)")
                #expect(other.headers["ETag"] == answer.headers["ETag"], "\(query)")
            }
            let known = try #require(answer.headers["ETag"])
            #expect(try tableOnly.list(query, headers: ["If-None-Match": known]).status == 304)
            return answer
        }
    }

    @Test(arguments: 1...8) func theSameBytesFromEverySource(seed: UInt64) throws {
        var random = RandomSchools(seed: seed)
        let items = random.ids(40).map { random.item($0) }
        let sources = try Sources(items, pageSize: Int.random(in: 1...60, using: &random.chance))
        for _ in 0..<50 {
            var query = random.query()
            for _ in 0..<4 {
                let answer = try sources.answer(query, &random)
                // The other form has the same schools, and goes on at the same place.
                var other = query
                other["fields"] = query["fields"] == nil ? "card" : nil
                let same = try sources.indexed.list(other)
                #expect(same.ids.map { UTF8Key($0) } == answer.ids.map { UTF8Key($0) } && same.cursor == answer.cursor)
                guard let cursor = answer.cursor else { break }
                query["cursor"] = cursor
            }
        }
        // Most schools are good, some are not, and what is not is said once for each catalogue.
        let listed = try sources.indexed.list().ids
        #expect((20..<40).contains(listed.count) && Set(listed.map { UTF8Key($0) }).count == listed.count)
        let warned = try sources.indexed.lines("WARN").compactMap { $0["schoolId"] as? String }
        #expect(warned.count == 40 - listed.count)
        #expect(try sources.tableOnly.lines("WARN").count == warned.count + 1)
        #expect(sources.older.operations.allSatisfy { $0 == "Scan" })
    }

    /// A school that no response holds is in no listing of whole schools, whatever was read.
    @Test func aSchoolThatNoResponseHolds() throws {
        let giant = Items.item("s2", ["pad": ["S": .string(String(repeating: "x", count: School.maximumBytes))]])
        let items = [Items.item("s1"), giant, Items.item("s3")]
        let (indexed, older) = (try ScriptedTable(items), try ScriptedTable(items, hasIndex: false))
        for table in [indexed, older] {
            let function = try FunctionRun(table)
            for _ in 0..<2 {
                let answer = try function.list()
                #expect(answer.ids == ["s1", "s3"] && answer.cursor == nil)
                #expect(try function.list(["fields": "card"]).ids == ["s1", "s2", "s3"])
            }
            let first = try function.list(["limit": "1"])
            #expect(try function.list(["limit": "1", "cursor": first.cursor ?? ""]).ids == ["s3"])
            #expect(try function.lines("WARN").contains { $0["schoolId"] as? String == "s2" })
        }
    }
}
