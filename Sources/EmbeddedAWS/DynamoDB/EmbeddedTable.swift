import AWSClient
import Bytes
import Synchronization

/// A table in memory, or an index. Its key is one string.
final class EmbeddedTable: Sendable {
    /// Above that many items an old one is removed for a new one.
    static let maximumItems = 10_000
    /// AWS's limit for an item.
    static let maximumItemBytes = 400 << 10
    /// AWS's limit for a page.
    static let maximumPageBytes = 1 << 20

    let name: String
    private let keyName: String
    /// The operations that the functions' roles allow.
    private let operations: Set<DynamoDBRequest.Operation>
    /// In the order of a Scan.
    private let rows: Mutex<[Row]>

    /// It is an error if an item lacks the key, or two have the same.
    init(
        _ name: String, key keyName: String, operations: Set<DynamoDBRequest.Operation>, items: [Item] = []
    ) throws(InvalidItems) {
        self.name = name
        self.keyName = keyName
        self.operations = operations
        var rows: [Row] = []
        for (number, item) in items.enumerated() {
            guard case .s(let key)? = item[keyName], !key.isEmpty else {
                throw InvalidItems(description: "item \(number) has no \(keyName) that is a string")
            }
            rows.append(Row(key, at: Self.position(key, in: name), item))
        }
        rows.sort { $0.position.lexicographicallyPrecedes($1.position) }
        if let (_, twin) = zip(rows, rows.dropFirst()).first(where: { $0.position == $1.position }) {
            throw InvalidItems(description: "two items have the \(keyName) \(twin.key)")
        }
        self.rows = Mutex(rows)
    }

    /// It is an error if the functions' roles do not allow an operation.
    func checkAllows(_ operation: DynamoDBRequest.Operation) throws(ServiceError) {
        guard !operations.contains(operation) else { return }
        throw .accessDenied(
            "The functions are not authorized to perform: dynamodb:\(operation.rawValue) on resource: table/\(name)")
    }

    /// Stores an item in place of one with the same key.
    func put(_ item: Item) throws(ServiceError) {
        guard let value = item[keyName] else {
            throw .validation("One or more parameter values were invalid: Missing the key \(keyName) in the item")
        }
        guard case .s(let key) = value else {
            throw .validation(
                "One or more parameter values were invalid: Type mismatch for key \(keyName) expected: S actual: "
                    + value.type)
        }
        try checkNotEmpty(key)
        guard item.size <= Self.maximumItemBytes else {
            throw .validation("Item size has exceeded the maximum allowed size")
        }
        let row = Row(key, at: position(key), item)
        rows.withLock { rows in
            let at = Self.index(of: row.position, in: rows)
            if at < rows.count, rows[at].position == row.position {
                rows[at] = row
            } else {
                rows.insert(row, at: at)
                if rows.count > Self.maximumItems { rows.remove(at: at == 0 ? 1 : 0) }
            }
        }
    }

    /// Returns the row with that key.
    func row(_ key: String) -> Row? {
        let position = position(key)
        return rows.withLock { rows in
            let at = Self.index(of: position, in: rows)
            return at < rows.count && rows[at].position == position ? rows[at] : nil
        }
    }

    /// Returns the page of a Scan that starts after a key, whether an item has that key or not, and whether more follow. A
    /// page ends before the item that would take it above `maximumPageBytes`, and after `maximumItems`.
    func page(after key: String?, maximumItems: Int) -> (rows: ArraySlice<Row>, hasMore: Bool) {
        let rows = rows.withLock { $0 }
        let start = key.map(position)
        var at = start.map { Self.index(of: $0, in: rows) } ?? 0
        if at < rows.count, rows[at].position == start { at += 1 }
        var bytes = 0
        let page = rows[at...].prefix(maximumItems).prefix { row in
            bytes += row.content.size
            return bytes == row.content.size || bytes <= Self.maximumPageBytes
        }
        return (page, page.endIndex < rows.count)
    }

    /// A key in DynamoDB's form.
    func key(of row: Row) -> Item { Item([(keyName, .s(row.key))]) }

    /// Returns the text of a key. It is an error if it has other attributes, or another type.
    func key(_ key: Item) throws(ServiceError) -> String {
        guard key.attributes.count == 1, case .s(let text)? = key[keyName] else {
            throw .validation("The provided key element does not match the schema")
        }
        try checkNotEmpty(text)
        return text
    }

    private func checkNotEmpty(_ key: String) throws(ServiceError) {
        guard key.isEmpty else { return }
        throw .validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                + "empty string value. Key: \(keyName)")
    }

    /// Returns the place of a key in a Scan: a hash of it, so that nobody relies on the order. That of an index is another.
    private func position(_ key: String) -> [UInt8] { Self.position(key, in: name) }

    private static func position(_ key: String, in name: String) -> [UInt8] {
        Array("\(name)/\(key)".utf8).withUnsafeBytes { SHA256.digest($0) }
    }

    /// Returns where the row of a position is, or would be.
    private static func index(of position: [UInt8], in rows: [Row]) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].position.lexicographicallyPrecedes(position) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension AttributeValue {
    /// The name of its type on the wire.
    fileprivate var type: String {
        switch self {
        case .s: "S"
        case .n: "N"
        case .b: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .m: "M"
        case .l: "L"
        case .ss: "SS"
        case .ns: "NS"
        case .bs: "BS"
        }
    }
}
