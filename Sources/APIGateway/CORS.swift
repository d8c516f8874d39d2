import JSON
import Primitives

/// Cross-origin resource sharing, decided in one place: every answer carries the three headers, errors included, or a
/// browser would show the page a network error instead of the reason.
public struct CORS: Sendable {
    /// One origin or `*`, the value of `Access-Control-Allow-Origin`.
    public let origin: String

    /// Nil unless `origin` is `*`, `null` or `scheme://host[:port]`: anything else no browser would match.
    public init?(origin: String) {
        let scheme = origin.prefix { $0 != ":" }
        let isOrigin = origin == "*" || origin == "null" || origin.dropFirst(scheme.count).hasPrefix("://")
        guard isOrigin, origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") }) else {
            return nil
        }
        self.origin = origin
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
