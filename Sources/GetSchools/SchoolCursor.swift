import Bytes
import JSON
import Schools

/// Where a page ended: the sort key and the id of its last school. The next page starts after that place, so it is right
/// whatever is added or removed in between, and in any instance.
///
/// A cursor holds nothing that its caller has not seen. One that somebody made up is a place like any other, or a 400.
struct SchoolCursor: Sendable {
    let key: SchoolOrder.Key
    let id: String

    /// The longest text that is read. An id has at most 2,048 bytes, a name's key 256, and an escape makes six of one.
    static let maximumLength = 32_768
    private static let version = 2

    /// The place of `school` in `order`.
    init(_ school: School, _ order: SchoolOrder) {
        key = order.key(of: school)
        id = school.id
    }

    /// Reads a cursor for a query with the same selection; nil for anything else.
    init?(_ text: String, for query: SchoolQuery) {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64.decode(text.utf8),
            let parts = try? JSONValue(parsing: bytes).array, parts.count == 4,
            parts[0].integer == Self.version, parts[1].string == query.selection,
            let key = parts[2].string.flatMap(query.order.key), let id = parts[3].string
        else { return nil }
        self.key = key
        self.id = id
    }

    /// The opaque form: letters, digits, `-` and `_`.
    func text(for query: SchoolQuery) -> String {
        let parts: JSONValue = [
            .number(String(Self.version)), .string(query.selection), .string(key.text), .string(id),
        ]
        return Base64.encodeURLSafe(Array(parts.text.utf8))
    }
}
