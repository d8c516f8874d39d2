import Bytes
import JSON
import LambdaRuntime

/// A response for API Gateway: the form that REST APIs, HTTP APIs and function URLs all take.
package struct ProxyResponse {
    /// The HTTP status.
    package struct Status: RawRepresentable, Equatable, Sendable {
        /// The status code.
        package let rawValue: Int
        /// A status by its code.
        package init(rawValue: Int) { self.rawValue = rawValue }

        // By their names in RFC 9110.
        package static let ok = Status(rawValue: 200)
        package static let noContent = Status(rawValue: 204)
        package static let notModified = Status(rawValue: 304)
        package static let badRequest = Status(rawValue: 400)
        package static let notFound = Status(rawValue: 404)
        package static let methodNotAllowed = Status(rawValue: 405)
        package static let internalServerError = Status(rawValue: 500)
        package static let serviceUnavailable = Status(rawValue: 503)
    }

    /// The HTTP status.
    package var status: Status
    /// Headers beside the CORS headers and the content type.
    package var headers: [(name: StaticString, value: String)]
    /// The JSON body in pieces that follow each other; empty for a response without a body.
    package var body: [[UInt8]]
    /// Metrics that the access line carries.
    package var metrics: Metrics?

    /// A response.
    package init(
        _ status: Status, headers: [(name: StaticString, value: String)] = [], body: [[UInt8]] = [],
        metrics: Metrics? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.metrics = metrics
    }

    /// The largest response that Lambda takes, in bytes: 6 MiB, with headers and escapes.
    package static let maximumBytes = 6 << 20

    /// Appends the proxy response, with the CORS headers and, where there is a body, its content type.
    func write(to out: inout ByteBuffer, cors: CORS.Headers) {
        out.append("{\"statusCode\":")
        out.append(decimal: status.rawValue)
        out.append(",\"headers\":{")
        out.append(cors.json)
        for (name, value) in headers {
            out.append(",\"")
            out.append(name)
            out.append("\":")
            out.append(jsonString: value)
        }
        if !body.isEmpty { out.append(",\"Content-Type\":\"application/json\"") }
        out.append("},\"isBase64Encoded\":false,\"body\":\"")
        let size = body.reduce(0) { $0 + $1.count }
        out.reserve(size + size / 8)
        for piece in body { piece.withUnsafeBytes { out.append(jsonEscaped: $0) } }
        out.append("\"}")
    }
}
