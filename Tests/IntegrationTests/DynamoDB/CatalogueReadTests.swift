import AWSClient
import Schools
import Support
import Testing

@testable import EmbeddedAWS

extension IntegrationTests {
    /// What the packaged function reads of a table of thousands of schools.
    @Suite(.needsPackage) struct CatalogueReadTests {
        private static let count = 5000

        /// Invented schools without their bulkiest attributes: all of them fit what an instance keeps of whole schools.
        private static func schools(_ count: Int = count) throws -> [Item] {
            let samples = try SampleItems.items(try Parts.file("Events/schools.json"))
            let bulky: Set = ["reviews", "instructors", "programDetails", "description", "facilities", "fleetDetails"]
            return InventedSchools.items(count, like: samples).map { school in
                Item(school.attributes.filter { !bulky.contains($0.name) })
            }
        }

        /// The ids on all pages, in their order.
        private func walk(_ instance: Instance, _ parameters: [String: String]) throws -> [String] {
            var (query, ids) = (parameters, [String]())
            let limit = try #require(parameters["limit"].flatMap { Int($0) })
            for _ in 0...(Self.count / limit) {
                let page = try instance.answer(Event.list(query))
                #expect(page.status == 200 && (page.ids.count == limit || page.cursor == nil))
                ids += page.ids
                query["cursor"] = page.cursor
                if page.cursor == nil { return ids }
            }
            throw Peer.Failure(description: "the pages do not end")
        }

        @Test func allPagesReadTheIndexOnceAndEachSchoolOnce() throws {
            let schools = try Self.schools()
            let sorted = try schools.map { try #require($0.string(School.key)) }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let dynamoDB = try EmbeddedDynamoDB(schools: schools)
            let variables = dynamoDB.variables.merging(["SCHOOLS_CACHE_SECONDS": "3600"]) { $1 }
            try Instance.run(variables) { instance in
                // Cards are answered from one read of the index.
                #expect(try walk(instance, ["limit": "20", "fields": "card"]) == sorted)
                let scans = try dynamoDB.takeCalls()
                #expect(scans.allSatisfy { $0.operation == "Scan" && $0.readsIndex } && scans.count > 1)
                #expect(scans.count { $0.body["ExclusiveStartKey"] == nil } == 1)
                #expect(Set(scans.map { $0.body["ExclusiveStartKey"]?.text }).count == scans.count)

                // Whole schools are asked for by their ids, each once.
                #expect(try walk(instance, ["limit": "100"]) == sorted)
                let batches = try dynamoDB.takeCalls()
                #expect(batches.count == Self.count / 100)
                #expect(batches.allSatisfy { $0.operation == "BatchGetItem" && $0.ids.count <= DynamoDB.maximumKeys })
                #expect(batches.flatMap(\.ids).sorted() == sorted.sorted())

                // In other orders and forms nothing is left to ask for.
                for query in [["limit": "1000", "sortBy": "price-desc"], ["limit": "500", "fields": "card"]] {
                    #expect(Set(try walk(instance, query)) == Set(sorted))
                }
                #expect(try dynamoDB.takeCalls().isEmpty)
                #expect(instance.peakMemory < 48 << 10, "KiB")
            }
        }

        /// A page above 100 schools takes several calls, and one of a few asks for a few.
        @Test func aPageAsksForItsOwnSchools() throws {
            let dynamoDB = try EmbeddedDynamoDB(schools: try Self.schools())
            try Instance.run(dynamoDB.variables.merging(["SCHOOLS_CACHE_SECONDS": "3600"]) { $1 }) { instance in
                let first = try instance.answer(Event.list(["sortBy": "rating-desc", "limit": "3"]))
                #expect(try dynamoDB.takeCalls().filter { !$0.readsIndex }.map(\.ids) == [first.ids])
                let second = try instance.answer(Event.list(["sortBy": "rating-desc", "limit": "253"]))
                let batches = try dynamoDB.takeCalls()
                #expect(batches.map(\.ids.count) == [97, 100, 53], "3 were in memory")
                #expect(first.ids + batches.flatMap(\.ids) == second.ids)
            }
        }

        /// What a call leaves unprocessed is asked for again, and nothing else is.
        @Test func unprocessedKeysAreAskedForAgain() throws {
            let (count, pageSize) = (60, 7)
            let dynamoDB = try EmbeddedDynamoDB(schools: try Self.schools(count), pageSize: pageSize)
            try Instance.run(dynamoDB.variables) { instance in
                let ids = try instance.answer(Event.list(["sortBy": "name-desc"])).ids
                #expect(Set(ids).count == count)
                let batches = try dynamoDB.takeCalls().filter { !$0.readsIndex }.map(\.ids)
                #expect(batches.map(\.count) == Array(stride(from: count, to: 0, by: -pageSize)))
                for (batch, next) in zip(batches, batches.dropFirst()) {
                    #expect(next == Array(batch.dropFirst(pageSize)))
                }
            }
        }
    }
}
