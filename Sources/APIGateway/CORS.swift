import Bytes
import JSON

/// Cross-origin resource sharing, decided in one place: every answer carries the three headers, errors included, or a
/// browser would show the page a network error instead of the reason.
package struct CORS: Sendable {
    /// One origin or `*`, the value of `Access-Control-Allow-Origin`.
    package let origin: String

    /// Nil unless `origin` is `*`, `null` or `scheme://host[:port]`: anything else no browser would match.
    package init?(origin: String) {
        guard origin == "*" || origin == "null" || Self.isOrigin(origin.utf8[...]) else { return nil }
        self.origin = origin
    }

    /// `scheme://host[:port]`; with a path, if only a slash, it is none.
    private static func isOrigin(_ text: Substring.UTF8View) -> Bool {
        let scheme = text.prefix {
            $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") || $0 == UInt8(ascii: "-")
        }
        let host = text[scheme.endIndex...].dropFirst(3)
        return !scheme.isEmpty && text[scheme.endIndex...].starts(with: "://".utf8) && !host.isEmpty
            && host.allSatisfy { PercentEncoding.isUnreserved($0) || "[]:".utf8.contains($0) }
    }

    /// The headers of one route, ready to be written.
    struct Headers {
        /// Members of a JSON object, without braces.
        let json: [UInt8]
    }

    /// `methods` in the form of the `Allow` header.
    func headers(methods: String) -> Headers {
        var out = ByteBuffer()
        out.append("\"Access-Control-Allow-Origin\":")
        out.append(jsonString: origin)
        out.append(",\"Access-Control-Allow-Methods\":")
        out.append(jsonString: methods)
        out.append(",\"Access-Control-Allow-Headers\":\"Content-Type,Authorization,If-None-Match\"")
        out.append(",\"Access-Control-Expose-Headers\":\"ETag,Retry-After\"")
        // A cache must not hand one origin's answer to another.
        if origin != "*" { out.append(",\"Vary\":\"Origin\"") }
        return Headers(json: out.array())
    }
}
