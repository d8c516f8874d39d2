import Bytes
import JSON

/// Cross-origin resource sharing: the one list of what pages of other origins may send and read.
///
/// Every response carries these headers, errors included: without them a browser shows the page a network error instead
/// of the reason. `Sources/Deploy/template.yaml` gives the responses of API Gateway itself the same ones.
package struct CORS: Sendable {
    /// The request headers that a page may send, unless `ALLOWED_HEADERS` names more.
    package static let standardHeaders = [
        "Content-Type", "Authorization", "If-None-Match", "X-Api-Key", "traceparent", "tracestate", "baggage",
        "sentry-trace",
    ]
    /// The response headers that a page may read, beside those that it always may.
    package static let exposedHeaders = ["ETag", "Retry-After"]

    /// The value of `Access-Control-Allow-Origin`.
    package let origin: String
    /// The value of `Access-Control-Allow-Headers`.
    package let requestHeaders: String

    /// The policy for one origin, or `*`. `moreHeaders` are request headers beside the usual ones, separated by commas.
    ///
    /// Returns nil if `isOrigin(origin)` or `areHeaders(moreHeaders)` is false.
    package init?(origin: String, moreHeaders: String? = nil) {
        guard Self.isOrigin(origin), moreHeaders.map(Self.areHeaders) ?? true else { return nil }
        self.origin = origin
        requestHeaders = (Self.standardHeaders + (moreHeaders.map(Self.names) ?? [])).joined(separator: ",")
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

    /// Whether `text` is a list of header names, each a token of RFC 9110, separated by commas.
    package static func areHeaders(_ text: String) -> Bool {
        names(text).allSatisfy { name in
            !name.isEmpty
                && name.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || "!#$%&'*+^`|".utf8.contains($0) }
        }
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { String($0.drop { $0 == " " }) }
    }

    /// The headers of one route, ready to be written.
    struct Headers {
        /// Members of a JSON object, without braces.
        let json: [UInt8]
    }

    /// Returns the headers of a route whose methods are `methods`, in the form of the `Allow` header.
    func headers(methods: String) -> Headers {
        var headers: [(String, String)] = [
            ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Methods", methods),
            ("Access-Control-Allow-Headers", requestHeaders),
            ("Access-Control-Expose-Headers", Self.exposedHeaders.joined(separator: ",")),
        ]
        // A cache must not give the response for one origin to another.
        if origin != "*" { headers.append(("Vary", "Origin")) }
        let json = JSONValue.object(headers.map { (name: $0.0, value: .string($0.1)) }).text
        return Headers(json: Array(json.utf8.dropFirst().dropLast()))
    }
}
