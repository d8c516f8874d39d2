import Foundation
import Support
import Testing

extension IntegrationTests {
    /// The same response from a read of the table, from the memory of a warm instance, and on paper.
    @Suite(.needsPackage, .needsMinistack) struct FilterTests {
        @Test func theTableMemoryAndPaperAgree() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            var chance = Chance(seed: 20_261_123)
            let schools = try Self.sampleSchools() + (0..<60).map { Self.school($0, &chance) }
            try ministack.put(table, schools)
            let reference = Reference(schools: schools)
            let variables = [
                "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "TABLE_NAME": table, "AWS_ACCESS_KEY_ID": "test",
            ]
            try Instance.run(variables.merging(["SCHOOLS_CACHE_SECONDS": "0"]) { $1 }) { cold in
                try Instance.run(variables.merging(["SCHOOLS_CACHE_SECONDS": "3600"]) { $1 }) { warm in
                    #expect(try warm.answer(Event.list()).ids == reference.answer(.init(parameters: [:])).ids)
                    for _ in 0..<200 {
                        let query = Self.query(&chance)
                        let event = try Event.list(query)
                        let (ids, hasMore) = reference.answer(.init(parameters: query))
                        let fromDynamoDB = try cold.answer(event)
                        let fromMemory = try warm.answer(event)
                        #expect(fromDynamoDB.ids == ids && fromMemory.ids == ids, "\(query)")
                        #expect((fromDynamoDB.cursor != nil) == hasMore, "\(query)")
                        #expect(fromDynamoDB.body == fromMemory.body, "\(query)")
                        #expect(fromDynamoDB.headers["ETag"] == fromMemory.headers["ETag"], "\(query)")
                    }
                }
            }
        }

        /// The repository's schools, without the parts that no filter looks at.
        private static func sampleSchools() throws -> [[String: Any]] {
            let json = try JSONSerialization.jsonObject(with: Data(Parts.file("Events/schools.json")))
            let bulky: Set = ["reviews", "instructors", "description", "programDetails", "facilities", "contactInfo"]
            return try #require(json as? [[String: Any]]).map { $0.filter { !bulky.contains($0.key) } }
        }

        /// A school with few different values, so that equals and gaps are common; some are malformed.
        private static func school(_ number: Int, _ chance: inout Chance) -> [String: Any] {
            var school: [String: Any] = ["schoolId": "made-\(chance.next() % 1000)-\(number)"]
            school["name"] = ["Élan", "ELAN", "elan vital", "Ñandú", "nandu", "Zulu", ""].randomElement(using: &chance)
            let state = ["CA", "TX", "NV"].randomElement(using: &chance) ?? "CA"
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: school["location"] = ["state": state, "city": "Town"]
            case 1:
                school["location"] = ["state": "WY"]
                school["state"] = state
            case 2: break
            default: school["state"] = state
            }
            let prices = [
                "10000", "9999.99999999999999999999999999999999", "10000.00000000000000000000000000000001", "0",
                "12000",
            ]
            let price = prices.randomElement(using: &chance).flatMap { Decimal(string: $0) } ?? 0
            let bands: [Any?] = [
                ["min": price], ["min": price, "max": 20_000], [String: Any](), NSNull(), nil, ["min": "9000"], [price],
            ]
            // Most are well-formed.
            let band = Bool.random(using: &chance) ? bands[0] : bands.randomElement(using: &chance) ?? nil
            if let band { school["costBand"] = band }
            if Int.random(in: 0..<5, using: &chance) > 0 { school["avgRating"] = Int.random(in: 1...5, using: &chance) }
            if Bool.random(using: &chance) { school["fleetSize"] = Int.random(in: 0...3, using: &chance) }
            school["fleetDetails"] = (0..<2).map { _ in ["count": Int.random(in: 0...2, using: &chance)] }
            school["trainingType"] = ["Part61", "Part141", "Both", "Other"].randomElement(using: &chance)
            let programs = ["PPL", "IR", "CPL", "CFII", "ATPL", "Glider"].filter { _ in Bool.random(using: &chance) }
            switch Int.random(in: 0..<3, using: &chance) {
            case 0 where !programs.isEmpty: school["programs"] = ["SS": programs]
            case 1: school["programs"] = programs
            case 2: school["programs"] = "PPL,IR"
            default: break
            }
            return school
        }

        /// Query parameters of every kind, without a cursor.
        static func query(_ chance: inout Chance) -> [String: String] {
            let values: [String: [String]] = [
                "state": ["CA", "tx", "NV", "Wa", "WY", "ZZ", ""], "trainingType": ["Part61", "Part141", "Both", ""],
                "programs": ["PPL", "IR, CFII", "ATPL", "CPL,,PPL", "CFII,ATPL ", ""],
                "maxBudget": ["0", "9999", "10000", "12000", "99999999", ""],
                "sortBy": ["name", "price", "rating", "fleet-size"].flatMap { ["\($0)-asc", "\($0)-desc"] },
                "limit": ["1", "3", "10", "1000"],
            ]
            var query: [String: String] = [:]
            for name in values.keys.sorted() where Bool.random(using: &chance) {
                query[name] = values[name]?.randomElement(using: &chance)
            }
            return query
        }
    }
}
