import Bytes
import JSON

extension DynamoDB {
    /// The most keys in one BatchGetItem.
    package static let maximumKeys = 100
    /// The most items in one BatchWriteItem.
    package static let maximumPuts = 25
    /// The bytes of items in one request; DynamoDB takes 16 MB.
    package static let maximumBatchBytes = 8 << 20

    /// BatchGetItem by a string key, once for at most `maximumKeys` values: calls `item` for each item that is found. Returns
    /// the values of the keys that were not processed.
    package func batchGetItem(
        table: String, isConsistent: Bool = false, key: String, values: some Collection<String>, deadline: Instant,
        _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) -> [String] {
        let keys = ("Keys", JSONValue.array(values.map { Self.key(key, $0) }))
        let request = JSONValue.object(isConsistent ? [("ConsistentRead", true), keys] : [keys])
        let body: JSONValue = ["RequestItems": [table: request]]
        var left: [String] = []
        try send("BatchGetItem", body, deadline) { member, reader in
            switch member {
            case "Responses": try reader.readObject { _, reader in try reader.readArray(item) }
            case "UnprocessedKeys":
                let tables = try JSONValue(reading: &reader).members ?? []
                left = try Self.values(of: key, in: tables.flatMap { $0.value["Keys"]?.array ?? [] }, reader)
            default: try reader.skipValue()
            }
        }
        return left
    }

    /// BatchWriteItem: stores `items`, in DynamoDB's JSON form, each in place of one with the same key. Returns the values of
    /// the string key `key` of those that were not processed.
    package func batchPutItem(
        table: String, key: String, items: some Collection<[UInt8]>, deadline: Instant
    ) throws(AWSError) -> [String] {
        var body = ByteBuffer(capacity: items.reduce(1024) { $0 + $1.count + 32 })
        body.append("{\"RequestItems\":{")
        body.append(jsonString: table)
        body.append(":")
        body.append(jsonArray: items) { item, body in
            body.append("{\"PutRequest\":{\"Item\":")
            body.append(item)
            body.append("}}")
        }
        body.append("}}")
        var left: [String] = []
        try send("BatchWriteItem", body.array(), deadline) { member, reader in
            let value = try JSONValue(reading: &reader)
            guard member == "UnprocessedItems" else { return }
            let requests = (value.members ?? []).flatMap { $0.value.array ?? [] }
            left = try Self.values(of: key, in: requests.map { $0["PutRequest"]?["Item"] ?? .null }, reader)
        }
        return left
    }

    private static func values(of key: String, in items: [JSONValue], _ reader: JSONReader) throws -> [String] {
        try items.map { item in
            guard let value = item[key]?["S"]?.string else { throw reader.error("what was not processed has no key") }
            return value
        }
    }
}
