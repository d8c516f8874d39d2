import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Listings page by page, on a real DynamoDB that changes meanwhile.
    @Suite(.needsPackage, .needsMinistack) struct WalkTests {
        private static func variables(_ table: String, cacheSeconds: Int = 0) throws -> [String: String?] {
            [
                "AWS_ENDPOINT_URL_DYNAMODB": try Ministack.verifying.get().url, "TABLE_NAME": table,
                "SCHOOLS_CACHE_SECONDS": "\(cacheSeconds)", "AWS_ACCESS_KEY_ID": "test",
            ]
        }

        private static func school(_ id: String, _ chance: inout Chance) -> [String: Any] {
            [
                "schoolId": id,
                "name": ["Élan", "elan", "Zulu", "alpha", "Ångström", "ÑANDÚ"].randomElement(using: &chance) ?? "",
                "state": "CA", "avgRating": Int.random(in: 1...5, using: &chance),
                "costBand": ["min": Int.random(in: 1...4, using: &chance) * 5000],
                "fleetSize": Int.random(in: 1...3, using: &chance),
            ]
        }

        /// Between the pages schools come and go, and two instances answer in turn, one of which remembers: no school comes
        /// twice, and none is missed that was there all along.
        @Test(arguments: [nil, "name-asc", "name-desc", "price-asc", "rating-desc", "fleet-size-desc"])
        func walksThroughATableThatChanges(sortBy: String?) throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            var chance = Chance(seed: 7)
            var steady = Set((0..<30).map { "steady-\($0)" })
            var passing = (0..<10).map { "passing-\($0)" }
            try ministack.put(table, (steady.sorted() + passing).map { Self.school($0, &chance) })
            try Instance.run(Self.variables(table)) { forgetful in
                try Instance.run(Self.variables(table, cacheSeconds: 300)) { remembering in
                    var seen: [String] = []
                    var query = ["limit": "3", "sortBy": sortBy ?? ""]
                    repeat {
                        let instance = Bool.random(using: &chance) ? forgetful : remembering
                        let page = try instance.answer(Event.list(query))
                        #expect(page.status == 200 && page.ids.count <= 3)
                        seen += page.ids
                        query["cursor"] = page.cursor
                        try ministack.put(table, [Self.school("new-\(seen.count)-\(chance.next() % 100)", &chance)])
                        let gone =
                            passing.isEmpty
                            ? seen.filter { steady.contains($0) }.randomElement(using: &chance) : passing.removeLast()
                        if let gone {
                            steady.remove(gone)
                            try ministack.delete(table, [gone])
                        }
                        try #require(seen.count < 400, "the walk does not end")
                    } while query["cursor"] != nil
                    #expect(Set(seen).count == seen.count, "a school came twice: \(seen)")
                    #expect(steady.subtracting(seen).isEmpty, "missed")
                }
            }
        }

        /// More than Lambda's 6 MB: a part with a cursor, and the walk has everything once. DynamoDB's own pages (1 MB) are
        /// followed on the way.
        @Test func dividesWhatDoesNotFitOneResponse() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            let count = 2500
            let file = Parts.root.appending(path: "Events/schools.json").path
            try ministack.run("copies", ["table": table, "file": file, "count": count])
            try Instance.run(Self.variables(table, cacheSeconds: 600)) { instance in
                var seen: [String] = []
                var names: [String] = []
                var query = ["sortBy": "name-desc"]
                var pages = 0
                repeat {
                    let page = try instance.answer(Event.list(query), milliseconds: 29_000)
                    #expect(page.status == 200)
                    #expect(page.size <= 6 << 20, "larger than Lambda takes")
                    #expect(page.cursor == nil || page.size > 5_500_000, "smaller than it might be")
                    seen += page.ids
                    names += page.schools.compactMap { $0["name"] as? String }
                    query["cursor"] = page.cursor
                    pages += 1
                } while query["cursor"] != nil && pages < 10
                #expect(pages >= 2)
                #expect(seen.count == count && Set(seen).count == count)
                #expect(names == names.sorted { $0.lowercased() > $1.lowercased() })
                let found = try instance.answer(Event.list(["limit": "1000", "state": "WA"]), milliseconds: 29_000)
                #expect(found.schools.allSatisfy { $0["state"] as? String == "WA" } && found.ids.count > 50)
                #expect(instance.peakMemory < 64 << 10, "KiB")
            }
        }
    }
}
