import Support
import Testing

@testable import GetSchools

/// A caller goes through all pages while everything around the function changes: no school comes twice, and none is missed
/// that was there all along.
@Suite struct ListingWalkTests {
    private static let throttled = ScriptedServer.Step.answer(400, body: #"{"__type":"x#ThrottlingException"}"#)

    /// The instances that answer in turn: one remembers, one forgets, and sometimes there is a new one.
    private struct Instances {
        let remembering: FunctionRun
        let forgetful: FunctionRun
        let table: ScriptedTable

        init(_ table: ScriptedTable) throws {
            self.table = table
            remembering = try FunctionRun(table)
            forgetful = try FunctionRun(table, ["SCHOOLS_CACHE_SECONDS": "0"])
        }

        func any(_ random: inout RandomSchools) throws -> FunctionRun {
            if random.happens(10) { return try FunctionRun(table) }
            return random.happens(50) ? remembering : forgetful
        }
    }

    /// Makes the service refuse, after some right responses, until `fail(with: nil)`.
    private func disturb(_ table: ScriptedTable, _ random: inout RandomSchools) {
        if random.happens(70) {
            table.fail(with: Self.throttled, after: Int.random(in: 0...6, using: &random.chance))
        } else {
            table.change { $0.maximumKeys = 0 }
        }
    }

    /// The page that `query` asks for, from any instance; refused at times, and then asked for again, as a caller does.
    private func page(
        _ query: [String: String], _ instances: Instances, _ schools: inout ChangingSchools
    ) throws -> FunctionRun.Answer {
        let table = instances.table
        let (hasIndex, keys, pageSize) = (
            schools.random.happens(80), Int.random(in: 1...20, using: &schools.random.chance),
            Int.random(in: 5...60, using: &schools.random.chance)
        )
        table.change { ($0.hasIndex, $0.maximumKeys, $0.pageSize) = (hasIndex, keys, pageSize) }
        let instance = try instances.any(&schools.random)
        if schools.random.happens(10) {
            disturb(table, &schools.random)
            let answer = try instance.list(query)
            table.fail(with: nil)
            table.change { $0.maximumKeys = keys }
            // What was in memory needs no service.
            guard answer.status != 200 else { return answer }
            #expect(answer.status == 503 && answer.headers["Retry-After"] != nil && answer.ids.isEmpty)
        }
        return try instance.list(query)
    }

    @Test(arguments: 1...40) func noneTwiceAndNoneMissed(seed: UInt64) throws {
        var schools = ChangingSchools(seed: seed)
        let table = try ScriptedTable([])
        try schools.change(table)
        let instances = try Instances(table)
        let sortBy = try #require((SchoolOrder.names + [""]).randomElement(using: &schools.random.chance))
        var query = ["sortBy": sortBy, "state": schools.random.happens(50) ? "CA" : ""]
        var seen: [String] = []
        var pages = 0
        repeat {
            let limit = Int.random(in: 1...9, using: &schools.random.chance)
            query["limit"] = "\(limit)"
            query["fields"] = schools.random.happens(50) ? "card" : nil
            let page = try page(query, instances, &schools)
            #expect(page.status == 200 && page.ids.count <= limit && page.body["count"]?.integer == page.ids.count)
            #expect(page.cursor == nil || page.ids.count == limit, "a page with more behind it is full")
            let ratings = page.body["schools"]?.array?.map { $0["avgRating"]?.integer }
            #expect(ratings?.allSatisfy { $0 != nil } == true, "a malformed school is on no page")
            seen += page.ids
            query["cursor"] = page.cursor
            try schools.change(table)
            pages += 1
            try #require(pages < 200, "the walk does not end")
        } while query["cursor"] != nil
        let still = seen.filter { !ChangingSchools.isMover($0) }
        #expect(Set(still).count == still.count, "a school came twice: \(seen)")
        #expect(seen.filter(ChangingSchools.isSteady) == schools.steadyIDs(sortBy))
        #expect(still.count > 20, "others came between")
    }
}
