import AWSClient
import Bytes

/// The attributes that identify an item in a table or order it in an index, and their types.
struct KeySchema: Sendable {
    struct Attribute: Sendable {
        let name: String
        let type: String
    }

    let hash: Attribute
    let range: Attribute?

    var attributes: [Attribute] { [hash] + (range.map { [$0] } ?? []) }

    /// The key of an item; nil if it lacks one of the attributes, or has it with another type.
    func key(of item: Item) -> Item? {
        var key: [(name: String, value: AttributeValue)] = []
        for attribute in attributes {
            guard let value = item[attribute.name], value.type == attribute.type else { return nil }
            key.append((attribute.name, value))
        }
        return Item(key)
    }

    /// Whether `key` has exactly these attributes with these types.
    func matches(_ key: Item) -> Bool { key.attributes.count == attributes.count && self.key(of: key) != nil }
}

/// Where an item stands in the order of a table or an index: by a hash of the partition key, then the partition key, the
/// sort key, and, in an index, the table's own key. It needs no item: the key of one that is gone has its place, too.
struct KeyPosition: Comparable, Sendable {
    private let hash: UInt64
    private let values: [AttributeValue]

    /// `key` has the attributes of both schemas.
    init(_ key: Item, in schema: KeySchema, table: KeySchema) {
        let partition = key[schema.hash.name] ?? .null
        hash = Self.hash(partition)
        var values = [partition]
        if let range = schema.range { values.append(key[range.name] ?? .null) }
        let own = key[table.hash.name] ?? .null
        // Equal sort keys of an index come in no order that means anything, but always in the same one.
        if schema.hash.name != table.hash.name { values += [Self.hashValue(own), own] }
        self.values = values
    }

    static func == (a: KeyPosition, b: KeyPosition) -> Bool { a.hash == b.hash && a.values == b.values }

    static func < (a: KeyPosition, b: KeyPosition) -> Bool {
        if a.hash != b.hash { return a.hash < b.hash }
        for (a, b) in zip(a.values, b.values) where a != b { return AttributeValue.precedes(a, b) ?? false }
        return false
    }

    /// Which of `total` equal parts of the order it is in.
    func segment(of total: Int) -> Int { Int(hash.multipliedFullWidth(by: UInt64(total)).high) }

    /// FNV-1a with a final mix (murmur3's): stable over runs and machines, unlike the standard library's.
    private static func hash(_ value: AttributeValue) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var bytes = ByteBuffer()
        value.write(to: &bytes)
        for byte in bytes.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }

    private static func hashValue(_ value: AttributeValue) -> AttributeValue {
        var big = hash(value)
        let bytes = (0..<8).map { _ -> UInt8 in
            defer { big <<= 8 }
            return UInt8(truncatingIfNeeded: big >> 56)
        }
        return .b(bytes)
    }
}
