import Bytes
import JSON

/// The event of an HTTP API or of a function's URL (payload format 2.0).
struct HTTPAPIEvent {
    private let request: GatewayRequest
    private let isFunctionURL: Bool

    init(_ request: GatewayRequest, isFunctionURL: Bool) {
        self.request = request
        self.isFunctionURL = isFunctionURL
    }

    /// An HTTP API decodes the path and its parameters, a function's URL has them as they were sent. Values of a
    /// repeated header or parameter are joined by commas, and cookies have a member of their own.
    var json: JSONValue {
        let cookies = request.headers.filter { $0.name.lowercased() == "cookie" }.flatMap {
            $0.value.split(separator: ";").map { JSONValue.string(String($0.trimming { $0 == " " })) }
        }
        var headers = request.headers.map { ($0.name.lowercased(), $0.value) }.filter { $0.0 != "cookie" }
        if request.http.header("content-length") == nil { headers.append(("content-length", String(bodyBytes))) }
        var members: [(name: String, value: JSONValue)] = [
            ("version", "2.0"), ("routeKey", .string(routeKey)), ("rawPath", .string(rawPath)),
            ("rawQueryString", .string(request.http.query)),
        ]
        if !cookies.isEmpty { members.append(("cookies", .array(cookies))) }
        members.append(("headers", Self.joined(headers.sorted { $0.0 < $1.0 })))
        let query = request.queryPairs
        if !query.isEmpty { members.append(("queryStringParameters", Self.joined(query))) }
        members.append(("requestContext", context))
        let parameters = request.match?.parameters ?? []
        if !isFunctionURL, !parameters.isEmpty {
            members.append(("pathParameters", Self.joined(parameters.map { ($0.name, Self.decoded($0.value)) })))
        }
        let (body, isBase64) = request.body(isText: hasText)
        if bodyBytes > 0 { members.append(("body", .string(body))) }
        members.append(("isBase64Encoded", .bool(isBase64 && bodyBytes > 0)))
        return .object(members)
    }

    private var bodyBytes: Int { request.http.body.count }

    private var routeKey: String {
        guard !isFunctionURL, let match = request.match else { return "$default" }
        return "\(request.http.method) \(match.route.path)"
    }

    private var rawPath: String { isFunctionURL ? request.path : Self.decoded(request.path) }

    /// Whether the body is handed over as text: by its type, or for want of one.
    private var hasText: Bool {
        guard let type = request.http.header("content-type")?.lowercased().prefix(while: { $0 != ";" }) else {
            return true
        }
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/javascript", "application/xml"].contains(String(type))
    }

    private var context: JSONValue {
        // By the domain a function tells its URL from an HTTP API.
        let id = isFunctionURL ? "localhostlocalhostlocalhostlocal" : "local"
        let domain = isFunctionURL ? "\(id).lambda-url.us-east-1.on.aws" : request.domain
        return [
            "accountId": isFunctionURL ? "anonymous" : "012345678912", "apiId": .string(id),
            "domainName": .string(domain), "domainPrefix": .string(String(domain.prefix { $0 != "." })),
            "http": [
                "method": .string(request.http.method), "path": .string(rawPath), "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1", "userAgent": .string(request.http.header("user-agent") ?? ""),
            ],
            "requestId": .string(request.id), "routeKey": .string(routeKey),
            "stage": .string(EventFormat.http.stage), "time": .string(request.time.requestTime),
            "timeEpoch": .number(String(request.time.milliseconds)),
        ]
    }

    private static func decoded(_ text: String) -> String { PercentEncoding.decode(text[...]) ?? text }

    private static func joined(_ pairs: [(name: String, value: String)]) -> JSONValue {
        var values: [(name: String, value: String)] = []
        for (name, value) in pairs {
            if let at = values.firstIndex(where: { $0.name == name }) {
                values[at].value += ",\(value)"
            } else {
                values.append((name, value))
            }
        }
        return .object(values.map { ($0.name, .string($0.value)) })
    }
}
