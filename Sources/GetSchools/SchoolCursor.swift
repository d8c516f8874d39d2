import Bytes
import JSON
import Schools

/// Where a page ended: the sort key and the id of its last school. The next page is what comes behind that place, so it is
/// right whatever is added or removed in between, and in any instance.
///
/// A cursor holds nothing that its caller has not seen. One that somebody made up is a place like any other, or a 400.
struct SchoolCursor: Sendable {
    let key: SchoolOrder.Key
    let id: String

    /// Text longer than that is no cursor: an id has 2,048 bytes at most, a name's key 256, and escapes take six for one.
    static let maximumLength = 32_768
    private static let version = 1

    /// The place of `school` in `order`.
    init(_ school: School, _ order: SchoolOrder) {
        key = order.key(of: school)
        id = school.id
    }

    /// Reads a cursor for a query with the same filters and order; nil for anything else.
    init?(_ text: String, for query: SchoolQuery) {
        guard text.utf8.count <= Self.maximumLength, let bytes = Base64.decode(text.utf8),
            let parts = try? JSONValue(parsing: bytes).array, parts.count == 4,
            parts[0].integer == Self.version, parts[1].string == Self.fingerprint(query),
            let keyText = parts[2].string, let id = parts[3].string
        else { return nil }
        switch query.order.field {
        case .none: key = .none
        case .name: key = .name(SortName(folded: keyText))
        case .price, .rating, .fleetSize:
            guard keyText.utf8.count <= 200, let number = ExactNumber(keyText) else { return nil }
            key = .number(number)
        }
        self.id = id
    }

    /// The opaque form: letters, digits, `-` and `_`.
    func text(for query: SchoolQuery) -> String {
        let keyText: String
        switch key {
        case .none: keyText = ""
        case .name(let name): keyText = name.text
        case .number(let number): keyText = number.text
        }
        let parts: JSONValue = [
            .number(String(Self.version)), .string(Self.fingerprint(query)), .string(keyText), .string(id),
        ]
        return Base64.encodeURLSafe(Array(parts.text.utf8))
    }

    /// FNV-1a over the query's filters and order: tells cursors of different queries apart, and is no secret.
    private static func fingerprint(_ query: SchoolQuery) -> String {
        let hash = query.identity.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
