import Bytes
import JSON
import Schools

/// Where a page ended: what its last school is sorted by, and its id. The next page starts after that place, so it is right
/// whatever is added or removed in between, and in any instance.
///
/// A cursor holds nothing that its caller has not seen. One that somebody made up is a place like any other, or a 400.
struct SchoolCursor: Sendable {
    /// Zero where the order is not by a number.
    let number: ExactDecimal
    /// The name as it sorts; empty where the order is not by name.
    let name: SortName
    let id: String

    /// The longest text that is read. An id has at most 2,048 bytes, a name's key 256, and an escape makes six of one.
    static let maximumLength = 32_768
    /// The longest text of a number.
    private static let maximumDigits = 200
    private static let version = 2

    /// The cursor after the school with `key` in `order`.
    init(_ key: SortKey, _ order: SchoolOrder) {
        number = key.number
        name = SortName(folded: order.field == .name ? String(decoding: key.name, as: UTF8.self) : "")
        id = String(decoding: key.id, as: UTF8.self)
    }

    /// The cursor after the school with `id` in the order of `schoolId`.
    init(id: String) { (number, name, self.id) = (.zero, SortName(folded: ""), id) }

    /// The id and the name of a school.
    init(_ school: School) { (number, name, id) = (.zero, school.name, school.id) }

    /// Reads a cursor for a query with the same selection; nil for anything else.
    init?(_ text: String, for query: SchoolQuery) {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64.decode(text.utf8),
            let parts = try? JSONValue(parsing: bytes).array, parts.count == 4,
            parts[0].integer == Self.version, parts[1].string == query.selection,
            let key = parts[2].string, let id = parts[3].string
        else { return nil }
        switch query.order.field {
        case nil, .name: (number, name) = (.zero, SortName(folded: key))
        case .price, .rating, .fleetSize:
            guard key.utf8.count <= Self.maximumDigits, let number = ExactDecimal(key) else { return nil }
            (self.number, name) = (number, SortName(folded: ""))
        }
        self.id = id
    }

    /// The opaque form: letters, digits, `-` and `_`.
    func text(for query: SchoolQuery) -> String {
        let key =
            switch query.order.field {
            case nil, .name: name.text
            case .price, .rating, .fleetSize: number.text
            }
        let parts: JSONValue = [
            .number(String(Self.version)), .string(query.selection), .string(key), .string(id),
        ]
        return Base64.encodeURLSafe(Array(parts.text.utf8))
    }

    /// Calls `body` with the key, which is valid until `body` returns.
    func withSortKey<R>(_ body: (SortKey) -> R) -> R {
        var (name, id) = (name.text, id)
        return name.withUTF8 { name in
            id.withUTF8 { id in
                body(SortKey(number: number, name: UnsafeRawBufferPointer(name), id: UnsafeRawBufferPointer(id)))
            }
        }
    }
}
