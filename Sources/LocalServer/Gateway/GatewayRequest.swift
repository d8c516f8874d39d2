import Bytes
import EmbeddedAWS
import Foundation

/// A request as the gateway sees it: the HTTP request, its route, and what the gateway adds.
struct GatewayRequest {
    let http: HTTPRequest
    /// The path after the stage, percent-encoded as it was sent.
    let path: String
    /// The route that serves it; nil at a function's URL for a path of no route.
    let match: RouteMatch?
    /// The gateway's own id of the request, which is not Lambda's.
    let id = UUID().uuidString.lowercased()
    let time = UTCTime.now()

    /// The query's names and values in their order, percent-decoded.
    var queryPairs: [(name: String, value: String)] {
        http.query.split(separator: "&").map { pair in
            let equals = pair.firstIndex(of: "=") ?? pair.endIndex
            func decode(_ text: Substring) -> String {
                PercentEncoding.decode(text, plusIsSpace: true) ?? String(text)
            }
            return (decode(pair[..<equals]), decode(pair[equals...].dropFirst()))
        }
    }

    /// Headers that concern one connection, and no event has.
    static let connectionHeaders: Set = [
        "connection", "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// The headers of the event: those of the request, their names as they were sent, and those that the gateway adds.
    var headers: [(name: String, value: String)] {
        let forwarded = ["x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id"]
        let own = zip(http.sentNames, http.headers).filter {
            !Self.connectionHeaders.contains($1.name) && !forwarded.contains($1.name)
        }
        let hops = [http.header("x-forwarded-for"), "127.0.0.1"].compactMap { $0 }.joined(separator: ", ")
        return own.map { ($0, $1.value) } + [
            ("X-Amzn-Trace-Id", http.header("x-amzn-trace-id") ?? traceID), ("X-Forwarded-For", hops),
            ("X-Forwarded-Port", port), ("X-Forwarded-Proto", "http"),
        ]
    }

    /// The host that the client named, without the port.
    var domain: String { String((http.header("host") ?? "127.0.0.1").prefix { $0 != ":" }) }

    private var port: String {
        (http.header("host") ?? "").split(separator: ":").dropFirst().first.map(String.init) ?? "80"
    }

    private var traceID: String {
        "Root=1-\(String(time.milliseconds / 1000, radix: 16))-\(id.filter { $0 != "-" }.prefix(24))"
    }

    /// The body as an event has it: text, or base64 of what is not text.
    func body(isText: Bool) -> (text: String, isBase64: Bool) {
        if isText, let text = String(validating: http.body, as: UTF8.self) { return (text, false) }
        return (Base64.encode(http.body), true)
    }
}

extension UTCTime {
    /// The form of `requestTime` in events: `23/Nov/2026:14:38:08 +0000`.
    var requestTime: String {
        // "Mon, 23 Nov 2026 14:38:08 GMT"
        let parts = httpDate.split(separator: " ")
        return parts.count == 6 ? "\(parts[1])/\(parts[2])/\(parts[3]):\(parts[4]) +0000" : httpDate
    }
}
