import AWSClient
import Bytes
import JSON
import Schools
import Support
import Testing

@testable import EmbeddedAWS

/// The index of the embedded schools table, its states, and what reads cost.
@Suite struct IndexEndpointTests {
    private static let scan = #"{"TableName":"flight-schools","IndexName":"CatalogueIndex"}"#

    private static func items() throws -> [Item] { try SampleItems.items(try Parts.file("Events/schools.json")) }

    @Test func theIndexIsTheTableCutToItsAttributes() throws {
        let items = try Self.items()
        let caller = try DynamoDBCaller(items)
        let cards = try caller.call("Scan", Self.scan)
        #expect(ids(cards).sorted() == items.compactMap { $0.string("schoolId") }.sorted())
        let known = Set(CatalogueIndex.attributes + ["schoolId"])
        let names = (cards["Items"]?.array ?? []).map { Set(($0.members ?? []).map(\.name)) }
        #expect(names.allSatisfy { $0.isSubset(of: known) } && names.reduce([]) { $0.union($1) } == known)
        #expect(ids(cards) != ids(try caller.call("Scan", #"{"TableName":"flight-schools"}"#)), "its order is its own")
    }

    /// The page's limit counts the projected sizes: far more entries than schools fit.
    @Test func aPageOfTheIndexCountsItsOwnSizes() throws {
        let caller = try DynamoDBCaller(InventedSchools.items(1000, like: Self.items()))
        let page = try caller.call("Scan", Self.scan)
        let whole = try caller.call("Scan", #"{"TableName":"flight-schools"}"#)
        #expect(ids(page).count > 2 * ids(whole).count && page["LastEvaluatedKey"] != nil)
        let sizes = try (page["Items"]?.array ?? []).map { try Item(wire: $0).size }
        #expect(sizes.reduce(0, +) <= 1 << 20 && sizes.reduce(0, +) > (1 << 20) - 10_000)
        let units = caller.endpoint.meter.total["Scan"] ?? 0
        #expect((254...256).contains(units), "two pages of 1 MB: \(units)")
    }

    @Test(arguments: [
        (IndexState.missing, "ValidationException", "The table does not have the specified index: CatalogueIndex"),
        (.backfilling, "ValidationException", "Cannot read from backfilling global secondary index: CatalogueIndex"),
        (.denied, "AccessDeniedException", "dynamodb:Scan on resource: table/flight-schools/index/CatalogueIndex"),
    ])
    func anIndexThatCannotBeRead(state: IndexState, type: String, words: String) throws {
        let caller = try DynamoDBCaller(Self.items(), index: state)
        let error = try caller.error("Scan", Self.scan)
        #expect(error.type.hasSuffix("#\(type)") && error.message.contains(words), "\(error)")
        #expect(ids(try caller.call("Scan", #"{"TableName":"flight-schools"}"#)).count == 48)
    }

    @Test func readsArePaidByTheirBytes() throws {
        // With the names of its attributes an item of so many bytes.
        func item(_ id: String, _ size: Int) -> Item {
            Item([("schoolId", .s(id)), ("text", .s(String(repeating: "x", count: size - 13)))])
        }
        let caller = try DynamoDBCaller([item("a", 4096), item("b", 4097), item("c", 100)])
        func paid(_ operation: String, _ body: String) throws -> Double {
            let before = caller.endpoint.meter.total[operation] ?? 0
            _ = try caller.call(operation, body)
            return (caller.endpoint.meter.total[operation] ?? 0) - before
        }
        func get(_ id: String) -> String { #"{"TableName":"flight-schools","Key":{"schoolId":{"S":"\#(id)"}}}"# }
        func batch(_ more: String) -> String {
            let keys = ["a", "b", "none"].map { #"{"schoolId":{"S":"\#($0)"}}"# }.joined(separator: ",")
            return #"{"RequestItems":{"flight-schools":{"Keys":[\#(keys)]\#(more)}}}"#
        }
        #expect(try paid("GetItem", get("a")) == 0.5)
        #expect(try paid("GetItem", get("b")) == 1)
        #expect(try paid("GetItem", get("none")) == 0.5)
        #expect(try paid("BatchGetItem", batch("")) == 2)
        #expect(try paid("BatchGetItem", batch(#","ConsistentRead":true"#)) == 4)
        #expect(try paid("Scan", #"{"TableName":"flight-schools"}"#) == 1.5)
        #expect(try paid("Scan", #"{"TableName":"flight-schools","ConsistentRead":true}"#) == 3)
        #expect(try paid("Scan", #"{"TableName":"other"}"#) == 0)
    }

    /// More than 16 MB of items is more than a batch holds.
    @Test func aBatchEndsAt16Megabytes() throws {
        let text = String(repeating: "x", count: 300_000)
        let caller = try DynamoDBCaller((0..<100).map { Item([("schoolId", .s("\($0)")), ("text", .s(text))]) })
        let keys = (0..<100).map { #"{"schoolId":{"S":"\#($0)"}}"# }.joined(separator: ",")
        let response = try caller.call("BatchGetItem", #"{"RequestItems":{"flight-schools":{"Keys":[\#(keys)]}}}"#)
        let count = response["Responses"]?["flight-schools"]?.array?.count
        #expect(count == 55 && response["UnprocessedKeys"]?["flight-schools"]?["Keys"]?.array?.count == 45)
    }

    @Test func severalTablesAndOtherParametersAreRefusedByName() throws {
        let caller = try DynamoDBCaller("[]")
        let keys = #"{"Keys":[{"schoolId":{"S":"a"}}]}"#
        let several = try caller.error(
            "BatchGetItem", #"{"RequestItems":{"flight-schools":\#(keys),"other":\#(keys)}}"#)
        #expect(several.message == "The embedded endpoint does not know RequestItems of several tables")
        let projection = try caller.error(
            "BatchGetItem", #"{"RequestItems":{"flight-schools":{"Keys":[{}],"ProjectionExpression":"a"}}}"#)
        #expect(projection.message == "The embedded endpoint does not know ProjectionExpression")
    }
}
