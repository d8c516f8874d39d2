import Bytes
import JSON

/// Cross-origin resource sharing: the one list of what pages of other origins may send and read.
///
/// Every response carries these headers, errors included: without them a browser shows the page a network error instead
/// of the reason. `Sources/Deploy/template.yaml` gives the responses of API Gateway itself the same ones.
package struct CORS: Sendable {
    /// The request headers that a page may send, beside those of `ALLOWED_HEADERS`.
    package static let requestHeaders =
        "Content-Type,Authorization,If-None-Match,X-Api-Key,traceparent,tracestate,baggage,sentry-trace"
    /// The response headers that a page may read.
    package static let exposedHeaders = "ETag,Retry-After"

    private let origin: String
    private let headers: String

    /// The policy for one origin, or `*`. `moreHeaders` are request headers beside the usual ones, separated by commas.
    ///
    /// Returns nil if `isOrigin(origin)` or `areHeaders(moreHeaders)` is false.
    package init?(origin: String, moreHeaders: String? = nil) {
        guard Self.isOrigin(origin), moreHeaders.map(Self.areHeaders) ?? true else { return nil }
        self.origin = origin
        headers = Self.requestHeaders + (moreHeaders.map { ",\($0)" } ?? "")
    }

    /// Whether `text` is `*`, or an `Origin` header that a browser may send: `null` or `scheme://host[:port]` in lower
    /// case, without a path and without the port that the scheme implies.
    package static func isOrigin(_ text: String) -> Bool {
        if text == "*" || text == "null" { return true }
        let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
        let rest = text.utf8[scheme.endIndex...]
        guard let first = scheme.first, first >= UInt8(ascii: "a"), consists(scheme, ofLowerCaseOr: "+-."),
            rest.starts(with: "://".utf8)
        else { return false }
        var host = rest.dropFirst(3)
        if let colon = host.lastIndex(of: UInt8(ascii: ":")), host.last != UInt8(ascii: "]") {
            let port = String(Substring(host[colon...].dropFirst()))
            let implied = ["http": "80", "https": "443"][String(Substring(scheme))]
            guard let number = UInt16(port), number > 0, "\(number)" == port, port != implied else { return false }
            host = host[..<colon]
        }
        guard host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") else {
            return consists(host, ofLowerCaseOr: "-._")
        }
        return consists(host.dropFirst().dropLast(), ofLowerCaseOr: ":.")
    }

    private static func consists(_ text: Substring.UTF8View, ofLowerCaseOr others: String) -> Bool {
        !text.isEmpty
            && text.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte &- UInt8(ascii: "0") < 10
                    || others.utf8.contains(byte)
            }
    }

    /// Whether `text` is a list of header names, each a token of RFC 9110, separated by commas and spaces.
    package static func areHeaders(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy { name in
            let name = name.drop { $0 == UInt8(ascii: " ") }
            return !name.isEmpty
                && name.allSatisfy { PercentEncoding.isUnreserved($0) || "!#$%&'*+^`|".utf8.contains($0) }
        }
    }

    /// Returns the headers of a path as members of a JSON object, without braces. `methods` has the form of the `Allow`
    /// header.
    package func headers(methods: String) -> [UInt8] {
        var out = ByteBuffer()
        func put(_ name: StaticString, _ value: String) {
            if out.count > 0 { out.append(",") }
            out.append(name)
            out.append(jsonString: value)
        }
        put("\"Access-Control-Allow-Origin\":", origin)
        put("\"Access-Control-Allow-Methods\":", methods)
        put("\"Access-Control-Allow-Headers\":", headers)
        put("\"Access-Control-Expose-Headers\":", Self.exposedHeaders)
        // A cache must not give the response for one origin to another.
        if origin != "*" { put("\"Vary\":", "Origin") }
        return out.array()
    }
}
