import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Listings, cards and whole schools against what the contract says of the same schools, worked out in Python; from the
    /// index, from the table, and from memory.
    @Suite(.needsPackage, .needsMinistack) struct ListingReferenceTests {
        private static func query(_ chance: inout Chance) -> [String: String] {
            var query = FilterTests.query(&chance)
            if Bool.random(using: &chance) { query["fields"] = "card" }
            return query
        }

        @Test(arguments: [1, 2]) func everySourceAgreesWithTheContract(seed: Int) throws {
            let ministack = try Ministack.verifying.get()
            let (table, older) = (try ministack.newTable(), try ministack.newTable(indexed: false))
            for table in [table, older] { try ministack.run("invent", ["table": table, "seed": seed, "count": 80]) }
            let variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "AWS_ACCESS_KEY_ID": "test",
            ]
            func run(_ table: String, _ seconds: Int, _ body: (Instance) throws -> Void) throws {
                let more: [String: String?] = ["TABLE_NAME": table, "SCHOOLS_CACHE_SECONDS": "\(seconds)"]
                try Instance.run(variables.merging(more) { $1 }, body)
            }
            try run(table, 3600) { indexed in
                try run(older, 3600) { tableOnly in
                    try run(table, 0) { forgetful in
                        var chance = Chance(seed: UInt64(seed))
                        for _ in 0..<60 {
                            try check(Self.query(&chance), ministack, table, [indexed, tableOnly, forgetful, indexed])
                        }
                    }
                }
            }
        }

        /// Up to three pages: the first instance's are held to the contract, the others' to the first's.
        private func check(
            _ query: [String: String], _ ministack: Ministack, _ table: String, _ instances: [Instance]
        ) throws {
            var (query, seen) = (query, 0)
            for _ in 0..<3 {
                let answers = try instances.map { try $0.answer(Event.list(query)) }
                let first = answers[0]
                #expect(answers.allSatisfy { $0.status == 200 && $0.body == first.body }, "\(query)")
                #expect(answers.allSatisfy { $0.headers["ETag"] == first.headers["ETag"] })
                let arguments: [String: Any] = ["table": table, "query": query, "seen": seen, "body": first.body]
                let fault = try ministack.run("fault", arguments)
                #expect(fault is NSNull || fault == nil, "\(query): \(fault ?? "")")
                guard let cursor = first.cursor else { return }
                query["cursor"] = cursor
                seen += first.ids.count
            }
        }
    }
}
