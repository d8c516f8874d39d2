import AWSClient
import Bytes
import JSON

/// An item at its place, with what is needed to answer it.
struct StoredItem: Sendable {
    let item: Item
    /// DynamoDB's JSON form, made once.
    let wire: [UInt8]
    let size: Int
    let position: KeyPosition
}

/// The table `flight-schools`: key `schoolId`, and the index `StateIndex` over `state` and `avgRating` with all attributes.
///
/// The index is sparse: an item that lacks either of its attributes, or has one with another type, is not in it.
package struct EmbeddedSchools: Sendable {
    package static let name = "flight-schools"
    static let indexName = "StateIndex"
    static let schema = KeySchema(hash: .init(name: "schoolId", type: "S"), range: nil)
    static let indexSchema = KeySchema(
        hash: .init(name: "state", type: "S"), range: .init(name: "avgRating", type: "N"))

    /// In the order of a Scan.
    let items: [StoredItem]
    /// In the order of the index.
    let index: [StoredItem]

    /// An item without a key, or two with the same one.
    package struct Invalid: Error, CustomStringConvertible {
        package let description: String
    }

    /// Throws `Invalid`.
    package init(_ given: [Item]) throws(Invalid) {
        var items: [StoredItem] = []
        var index: [StoredItem] = []
        for (number, item) in given.enumerated() {
            guard let key = Self.schema.key(of: item) else {
                throw Invalid(description: "item \(number) has no schoolId that is a string")
            }
            var wire = ByteBuffer()
            item.write(to: &wire)
            func stored(_ position: KeyPosition) -> StoredItem {
                StoredItem(item: item, wire: wire.array(), size: item.size, position: position)
            }
            items.append(stored(KeyPosition(key, in: Self.schema, table: Self.schema)))
            if let indexKey = Self.indexSchema.key(of: item) {
                let whole = Item(key.attributes + indexKey.attributes)
                index.append(stored(KeyPosition(whole, in: Self.indexSchema, table: Self.schema)))
            }
        }
        self.items = items.sorted { $0.position < $1.position }
        self.index = index.sorted { $0.position < $1.position }
        for (a, b) in zip(self.items, self.items.dropFirst()) where a.position == b.position {
            throw Invalid(description: "two items have the schoolId \(b.item["schoolId"].map { "\($0)" } ?? "")")
        }
    }

    /// The item with that key.
    func item(_ key: Item) -> StoredItem? {
        let position = KeyPosition(key, in: Self.schema, table: Self.schema)
        let at = items.firstIndex { position <= $0.position }
        return at.map { items[$0] }.flatMap { $0.position == position ? $0 : nil }
    }

    /// The answer to DescribeTable.
    package var description: JSONValue {
        let bytes = items.reduce(0) { $0 + $1.size }
        let arn = "arn:aws:dynamodb:us-east-1:012345678912:table/\(Self.name)"
        let index: JSONValue = [
            "IndexName": .string(Self.indexName), "KeySchema": Self.keys(Self.indexSchema),
            "Projection": ["ProjectionType": "ALL"], "IndexStatus": "ACTIVE",
            "ItemCount": .number(String(self.index.count)), "IndexArn": .string("\(arn)/index/\(Self.indexName)"),
            "IndexSizeBytes": .number(String(self.index.reduce(0) { $0 + $1.size })),
        ]
        return [
            "Table": [
                "TableName": .string(Self.name), "TableStatus": "ACTIVE", "TableArn": .string(arn),
                "CreationDateTime": .number("1767322800"), "ItemCount": .number(String(items.count)),
                "TableSizeBytes": .number(String(bytes)), "KeySchema": Self.keys(Self.schema),
                "AttributeDefinitions": .array(
                    (Self.schema.attributes + Self.indexSchema.attributes).map {
                        ["AttributeName": .string($0.name), "AttributeType": .string($0.type)]
                    }),
                "BillingModeSummary": ["BillingMode": "PAY_PER_REQUEST"],
                "GlobalSecondaryIndexes": [index],
            ]
        ]
    }

    private static func keys(_ schema: KeySchema) -> JSONValue {
        .array(
            schema.attributes.enumerated().map { number, attribute in
                ["AttributeName": .string(attribute.name), "KeyType": number == 0 ? "HASH" : "RANGE"]
            })
    }
}
