import Bytes
import JSON
import LambdaRuntime

/// An HTTP request, as the event of a REST API, an HTTP API (either payload format) or a function URL describes it.
///
/// It reads the event in place and is valid while the event is. It cannot be copied, so a handler cannot keep it.
package struct ProxyRequest: ~Copyable {
    /// The HTTP method.
    package let method: String
    /// The path without a named stage, percent-encoded unless the event comes from an HTTP API.
    package let path: String
    private let fields: EventFields

    /// Reads an event. Throws `Function.InvalidJSON` for text that is not JSON, `Function.UnknownEvent` for JSON that
    /// is not one of those events.
    package init(_ event: UnsafeRawBufferPointer) throws(FunctionError) {
        let fields: EventFields
        do {
            fields = try EventFields(event)
        } catch {
            throw FunctionError("InvalidJSON", "the event is not JSON that this function can read: \(error)")
        }
        guard let (method, path) = fields.methodAndPath else {
            throw FunctionError(
                "UnknownEvent", "the event comes neither from an API Gateway REST or HTTP API nor from a function URL")
        }
        self.method = method
        self.path = path
        self.fields = fields
    }

    /// The path of the gateway's own route, such as `/schools/{schoolId}` or `/{proxy+}`; nil if the route has none.
    var gatewayRoute: String? { fields.gatewayRoute }

    /// Returns the value of a header, whose name is given in lower case; the last one if it is repeated.
    package func header(_ name: String) -> String? {
        fields.headers.values(of: name, anyCase: true).last
            ?? fields.multiValueHeaders.values(of: name, anyCase: true).last
    }

    /// Returns the value of a query parameter, the last one if it is repeated; nil if it is missing or empty.
    package func query(_ name: String) -> String? {
        guard let value = lastQueryValue(name), !value.isEmpty else { return nil }
        return value
    }

    /// Returns the value of a parameter in the path of `route`, which serves this request, percent-decoded once: HTTP
    /// APIs decode it, everything else hands over the encoded form. Text that is not a valid encoding is the value
    /// itself.
    package func pathParameter(_ name: String, of route: Route) -> String? {
        let inPath = route.parameters(in: path)?.first { $0.name == name }.map { String($0.value) }
        guard let value = fields.pathParameters.values(of: name).last ?? inPath else { return nil }
        return fields.isHTTPAPI ? value : PercentEncoding.decode(value[...]) ?? value
    }

    /// Returns the body's bytes, decoded if the gateway sent it as base64, without a byte order mark; nil if there is
    /// no body. Throws 400 if it is not the base64 that it is said to be.
    package func body() throws(HTTPError) -> [UInt8]? {
        guard let text = fields.body?.string else { return nil }
        guard let bytes = fields.isBase64Encoded ? Base64.decode(text.utf8) : Array(text.utf8) else {
            throw HTTPError(.badRequest, "The body is not valid base64")
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    private func lastQueryValue(_ name: String) -> String? {
        if let value = fields.multiValueQueryStringParameters.values(of: name).last { return value }
        if fields.queryStringParameters.isMissing { return rawQueryValues(name).last }
        let value = fields.queryStringParameters.values(of: name).last
        // Payload format 2.0 joins the values of a repeated parameter by commas. Only the raw form tells them apart.
        guard let value, value.utf8.contains(UInt8(ascii: ",")) else { return value }
        let values = rawQueryValues(name)
        return values.joined(separator: ",") == value ? values.last : value
    }

    private func rawQueryValues(_ name: String) -> [String] {
        (fields.rawQueryString?.string ?? "").split(separator: "&").compactMap { pair in
            let equals = pair.firstIndex(of: "=") ?? pair.endIndex
            guard PercentEncoding.decode(pair[..<equals], plusIsSpace: true) == name else { return nil }
            let value = pair[equals...].dropFirst()
            return PercentEncoding.decode(value, plusIsSpace: true) ?? String(value)
        }
    }
}
