import AWSClient
import Bytes

/// Entity tags (RFC 9110 §8.8.3).
enum ETag {
    /// Returns a weak tag, because a gateway may compress the response: 128 bits of SHA-256 over the body.
    static func of(_ body: UnsafeRawBufferPointer) -> String { "W/\"\(Hex.encode(SHA256.digest(body).prefix(16)))\"" }

    /// Whether the list in `If-None-Match` has `tag`, by the weak comparison, or is `*`.
    static func matches(_ tag: String, _ list: String) -> Bool {
        list.split(separator: ",").contains { entry in
            let entry = entry.drop { $0 == " " }.prefix { $0 != " " }
            return entry == "*" || opaque(entry) == opaque(tag[...])
        }
    }

    private static func opaque(_ tag: Substring) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag }
}
