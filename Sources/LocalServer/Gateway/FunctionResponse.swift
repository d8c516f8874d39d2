import Bytes
import EmbeddedAWS
import JSON

/// A function's response in the form of a proxy integration, as an HTTP response.
enum FunctionResponse {
    /// Returns the HTTP response; nil for bytes that a gateway takes for malformed.
    static func http(_ bytes: [UInt8], _ format: EventFormat) -> HTTPResponse? {
        guard let value = try? JSONValue(parsing: bytes) else { return nil }
        guard let code = value["statusCode"], value.members != nil else {
            // Format 2.0 takes any other JSON for the body itself.
            return format == .rest ? nil : .json(200, value.string.map { Array($0.utf8) } ?? bytes)
        }
        guard let status = code.integer ?? code.string.flatMap({ Int($0) }), (200...599).contains(status),
            let headers = headers(of: value, format), let body = body(of: value)
        else { return nil }
        var response = HTTPResponse(status: status, headers: headers, body: body)
        if !body.isEmpty, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            let type = format == .rest ? "application/json" : "text/plain;charset=UTF-8"
            response.headers.append(("Content-Type", type))
        }
        return response
    }

    /// Returns the body's bytes, decoded where they are base64; nil for a body that is neither text nor missing.
    private static func body(of value: JSONValue) -> [UInt8]? {
        guard let body = value["body"], !body.isNull else { return [] }
        guard let text = body.string else { return nil }
        return value["isBase64Encoded"]?.bool == true ? Base64.decode(text.utf8) : Array(text.utf8)
    }

    private static func headers(of value: JSONValue, _ format: EventFormat) -> [(name: String, value: String)]? {
        var all: [(name: String, value: JSONValue)] = []
        let multiple = format == .rest ? members("multiValueHeaders", of: value) : []
        guard let single = members("headers", of: value), let multiple else { return nil }
        for (name, values) in multiple {
            guard let values = values.array else { return nil }
            all += values.map { (name, $0) }
        }
        let given = Set(multiple.map { $0.name.lowercased() })
        all += single.filter { !given.contains($0.name.lowercased()) }
        if format != .rest { all += (value["cookies"]?.array ?? []).map { ("Set-Cookie", $0) } }
        var headers: [(name: String, value: String)] = []
        for (name, value) in all {
            guard let text = text(value), isHeader(name, text) else { return nil }
            let hop = name.lowercased()
            if hop != "content-length", !GatewayRequest.connectionHeaders.contains(hop) { headers.append((name, text)) }
        }
        return headers
    }

    /// Returns the members of an object; none if it is missing or null, nil if it is something else.
    private static func members(_ name: String, of value: JSONValue) -> [(name: String, value: JSONValue)]? {
        guard let object = value[name], !object.isNull else { return [] }
        return object.members
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let value): String(value)
        default: nil
        }
    }

    /// Whether the header can be sent: a line feed in it would begin another one.
    private static func isHeader(_ name: String, _ value: String) -> Bool {
        let isToken = name.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || "!#$%&'*+^`|".utf8.contains($0) }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
