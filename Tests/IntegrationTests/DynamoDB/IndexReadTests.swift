import AWSClient
import Bytes
import Configuration
import JSON
import LambdaRuntime
import Schools
import Support
import Testing

extension IntegrationTests {
    /// The client's reads of the schools' index, and of many schools at once, on a DynamoDB of other authors.
    @Suite(.needsMinistack) struct IndexReadTests {
        private func dynamoDB(_ ministack: Ministack, keys: [String: String] = [:]) throws -> DynamoDB {
            let variables = [
                "AWS_REGION": Ministack.region, "AWS_ENDPOINT_URL": ministack.url,
                "AWS_ACCESS_KEY_ID": keys["id"] ?? "test", "AWS_SECRET_ACCESS_KEY": keys["secret"] ?? "test",
                "AWS_SESSION_TOKEN": keys["token"] ?? "",
            ]
            let configuration = try AWSConfiguration(Environment { variables[$0] })
            return DynamoDB(try configuration.client(.dynamoDB, retry: .never))
        }

        private func scan(
            _ dynamoDB: DynamoDB, _ table: String, index: String? = CatalogueIndex.name
        ) throws(AWSError) -> [String: Set<String>] {
            var found: [String: Set<String>] = [:]
            try dynamoDB.scan(table: table, index: index, deadline: .now().advanced(milliseconds: 10_000)) {
                let item = try JSONValue(reading: &$0)
                found[item["schoolId"]?["S"]?.string ?? ""] = Set((item.members ?? []).map(\.name))
            }
            return found
        }

        @Test func theIndexHasEverySchoolAndItsAttributesOnly() throws {
            let ministack = try Ministack.verifying.get()
            let table = try Ministack.sampleTable.get()
            let whole = try scan(try dynamoDB(ministack), table, index: nil)
            let cards = try scan(try dynamoDB(ministack), table)
            let projected = Set(CatalogueIndex.attributes + [School.key])
            #expect(whole.count == 48 && cards == whole.mapValues { $0.intersection(projected) })
            #expect(projected.isSubset(of: cards.values.reduce([]) { $0.union($1) }), "samples use every attribute")
        }

        @Test func aTableWithoutTheIndexGetsItLater() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable(indexed: false)
            try ministack.put(table, [["schoolId": "a", "name": "A"]])
            let dynamoDB = try dynamoDB(ministack)
            let error = #expect(throws: AWSError.self) { try scan(dynamoDB, table) }
            #expect(error?.isIndexUnavailable == true && error?.type == "ValidationException")
            try ministack.addIndex(to: table)
            #expect(try scan(dynamoDB, table) == ["a": ["schoolId", "name"]])
        }

        @Test func aRoleThatIsDeniedTheIndexReadsTheTable() throws {
            let ministack = try Ministack.verifying.get()
            let table = try Ministack.sampleTable.get()
            let statement: [String: Any] = [
                "Effect": "Allow", "Action": ["dynamodb:Scan"], "Resource": "arn:aws:dynamodb:*:*:table/\(table)",
            ]
            let keys = try ministack.keys(
                "role", "tableOnly", ["Version": "2012-10-17", "Statement": [statement]])
            let dynamoDB = try dynamoDB(ministack, keys: keys)
            let error = #expect(throws: AWSError.self) { try scan(dynamoDB, table) }
            #expect(error?.isIndexUnavailable == true && error?.type == "AccessDeniedException")
            #expect(try scan(dynamoDB, table, index: nil).count == 48)
        }

        @Test func manySchoolsComeByTheirIds() throws {
            let ministack = try Ministack.verifying.get()
            let table = try Ministack.sampleTable.get()
            let there = try scan(try dynamoDB(ministack), table, index: nil).keys.sorted()
            let ids = there + (0..<200).map { "no-such-school-\($0)" }
            var found: [String] = []
            try dynamoDB(ministack).getItems(
                table: table, key: School.key, values: ids.shuffled(), deadline: .now().advanced(milliseconds: 10_000)
            ) { found.append(try JSONValue(reading: &$0)["schoolId"]?["S"]?.string ?? "") }
            #expect(found.count == 48 && found.sorted() == there)
        }
    }
}
