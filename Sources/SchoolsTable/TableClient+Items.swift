import AWSClient
import Bytes
import Configuration
import JSON
import Schools
import Terminal

/// The operations on items, by their key `schoolId`.
extension TableClient {
    /// DynamoDB's bounds for one request.
    static let maximumKeys = 100
    static let maximumPuts = 25
    /// Of the 16 MB that a request may have.
    static let maximumRequestBytes = 8 << 20

    /// An item as it is sent.
    struct Put {
        let id: String
        /// DynamoDB's JSON.
        let wire: [UInt8]
    }

    /// BatchGetItem, consistent: the items with these ids, at most `maximumKeys`, that the table has. Throws `TableFailure`.
    package func items(ids: [String]) throws(TableFailure) -> [UTF8Key: Item] {
        var found: [UTF8Key: Item] = [:]
        var wanted = ids
        guard !ids.isEmpty else { return found }
        try send("BatchGetItem") {
            var body = ByteBuffer(capacity: 8192)
            body.append("{\"RequestItems\":{")
            body.append(jsonString: table)
            body.append(":{\"ConsistentRead\":true,\"Keys\":[")
            for (index, id) in wanted.enumerated() {
                body.append(index == 0 ? "{\"schoolId\":{\"S\":" : ",{\"schoolId\":{\"S\":")
                body.append(jsonString: id)
                body.append("}}")
            }
            body.append("]}}}")
            return body
        } _: { answer in
            let before = wanted.count
            var left: [String] = []
            var reader = JSONReader(answer)
            try reader.readObject { member, reader in
                switch member {
                case "Responses":
                    try reader.readObject { _, reader in
                        try reader.readArray { reader in
                            let item = try Item(wire: try JSONValue(reading: &reader))
                            found[UTF8Key(try Self.id(of: item))] = item
                        }
                    }
                case "UnprocessedKeys":
                    let tables = try JSONValue(reading: &reader).members ?? []
                    let keys = tables.flatMap { $0.value["Keys"]?.array ?? [] }
                    left = try keys.map { try Self.id(of: try Item(wire: $0)) }
                default: try reader.skipValue()
                }
            }
            wanted = left
            return left.isEmpty ? .nothing : .rest(progressed: left.count < before)
        }
        return found
    }

    /// BatchWriteItem: stores items, at most `maximumPuts` of `maximumRequestBytes` in all, in place of those with the same
    /// ids. `stored` is told each one, once it is. Throws `TableFailure`.
    func put(_ items: [Put], stored: (Put) -> Void) throws(TableFailure) {
        var left = items
        guard !items.isEmpty else { return }
        try send("BatchWriteItem") {
            var body = ByteBuffer(capacity: left.reduce(1024) { $0 + $1.wire.count + 32 })
            body.append("{\"RequestItems\":{")
            body.append(jsonString: table)
            body.append(":[")
            for (index, item) in left.enumerated() {
                body.append(index == 0 ? "{\"PutRequest\":{\"Item\":" : ",{\"PutRequest\":{\"Item\":")
                body.append(item.wire)
                body.append("}}")
            }
            body.append("]}}")
            return body
        } _: { answer in
            let tables = try JSONValue(parsing: answer)["UnprocessedItems"]?.members ?? []
            let requests = tables.flatMap { $0.value.array ?? [] }
            let ids = Set(
                requests.compactMap { $0["PutRequest"]?["Item"]?["schoolId"]?["S"]?.string }.map(UTF8Key.init))
            for item in left where !ids.contains(UTF8Key(item.id)) { stored(item) }
            let before = left.count
            left = left.filter { ids.contains(UTF8Key($0.id)) }
            return left.isEmpty ? .nothing : .rest(progressed: left.count < before)
        }
    }

    /// Scan, consistent: every item of the table, page by page. Throws `TableFailure`, or what `each` throws.
    package func scan(_ each: (Item) throws -> Void) throws {
        var startKey: JSONValue?
        repeat {
            var items: [Item] = []
            try send("Scan") {
                var body = ByteBuffer()
                body.append("{\"ConsistentRead\":true,\"TableName\":")
                body.append(jsonString: table)
                if let startKey {
                    body.append(",\"ExclusiveStartKey\":")
                    startKey.write(to: &body)
                }
                body.append("}")
                return body
            } _: { answer in
                items = []
                var nextKey: JSONValue?
                var reader = JSONReader(answer)
                try reader.readObject { member, reader in
                    switch member {
                    case "Items":
                        try reader.readArray { items.append(try Item(wire: try JSONValue(reading: &$0))) }
                    case "LastEvaluatedKey": nextKey = try JSONValue(reading: &reader)
                    default: try reader.skipValue()
                    }
                }
                startKey = nextKey
                return .nothing
            }
            for item in items { try each(item) }
        } while startKey != nil
    }

    /// The id of an item of the schools table. Throws `CommandFailure` for one that has none.
    package static func id(of item: Item) throws(CommandFailure) -> String {
        guard let id = item.string("schoolId") else {
            throw CommandFailure("an item has no schoolId that is a string: is this the schools table?")
        }
        return id
    }
}
