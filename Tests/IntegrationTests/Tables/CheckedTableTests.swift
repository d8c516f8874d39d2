import Foundation
import Support
import Testing

extension IntegrationTests {
    /// `check-data --table` on a DynamoDB of other authors, and the packaged function, which lists what it says is listed.
    @Suite(.needsPackage, .needsMinistack) struct CheckedTableTests {
        private static let reader = Result {
            let resource = "arn:aws:dynamodb:\(Ministack.region):*:table/schools-*"
            let statement: [String: Any] = ["Effect": "Allow", "Action": "dynamodb:Scan", "Resource": resource]
            return try Ministack.verifying.get().keys(
                "user", "checker", ["Version": "2012-10-17", "Statement": [statement]])
        }

        private func check(_ table: String) throws -> Subprocess {
            try TableTool(try Ministack.verifying.get().url, keys: try Self.reader.get()).run(
                "check-data", "--table", table, "--json")
        }

        @Test func theFunctionListsTheOthers() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable(indexed: false)
            var chance = Chance(seed: 51)
            let odd: [Any] = [NSNull(), "", "text", 7, true, [1], ["min": "1"], ["min": 9000], ["SS": ["a"]]]
            let schools = (0..<120).map { number in
                var school: [String: Any] = ["schoolId": "s-\(number)", "name": "School \(number)"]
                for field in ["name", "costBand", "avgRating", "fleetSize", "location", "coordinates", "heroImageUrl"]
                where Int.random(in: 0..<5, using: &chance) == 0 {
                    school[field] = odd.randomElement(using: &chance)
                }
                return school
            }
            try ministack.put(table, schools)
            let checked = try check(table)
            let findings = try #require(checked.json["findings"] as? [[String: Any]], "\(checked.errors)")
            let malformed = findings.filter { $0["kind"] as? String == "inNoListing" }
                .compactMap { $0["schoolId"] as? String }
            #expect(checked.status == 1 && (30...110).contains(malformed.count), "\(malformed.count)")
            let variables = [
                "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "TABLE_NAME": table, "AWS_ACCESS_KEY_ID": "test",
            ]
            try Instance.run(variables) { instance in
                let listed = try instance.answer(Event.list()).ids
                #expect(Set(listed).isDisjoint(with: malformed))
                #expect(listed.count + malformed.count == schools.count)
            }
        }

        @Test func aTableWithoutDefects() throws {
            let whole = try check(try Ministack.sampleTable.get())
            #expect(whole.status == 0 && whole.json["summary"] as? String == "48 schools: 1 last in an order")
            #expect(whole.errors.hasPrefix("Checking schools-"), "\(whole.errors)")
            let empty = try check(try Ministack.verifying.get().newTable())
            #expect(empty.status == 0 && empty.json["summary"] as? String == "0 schools: nothing is missing")
        }
    }
}
