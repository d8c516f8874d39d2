import Bytes
import JSON
import LambdaRuntime

/// A response for API Gateway: the form that REST APIs, HTTP APIs and function URLs all take.
package struct ProxyResponse {
    /// The statuses that are used, by their names in RFC 9110.
    package enum Status: Int, Sendable {
        case ok = 200
        case noContent = 204
        case notModified = 304
        case badRequest = 400
        case notFound = 404
        case methodNotAllowed = 405
        case internalServerError = 500
        case serviceUnavailable = 503
    }

    /// Header names and values.
    package typealias Headers = [(name: StaticString, value: String)]

    /// The HTTP status.
    package var status: Status
    /// Headers beside the CORS headers and the content type.
    package var headers: Headers
    /// The JSON body in pieces that follow each other; empty for a response without a body.
    package var body: [[UInt8]]
    /// A body that is ready, in place of `body`.
    package var escaped: EscapedBody?
    /// Metrics that the access line carries.
    package var metrics: Metrics?

    /// A response.
    package init(
        _ status: Status, headers: Headers = [], body: [[UInt8]] = [], escaped: EscapedBody? = nil,
        metrics: Metrics? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.escaped = escaped
        self.metrics = metrics
    }

    /// The largest response that Lambda takes, in bytes: 6 MiB, with headers and escapes.
    package static let maximumBytes = 6 << 20

    /// Appends the proxy response, with `cors` and, if there is a body, its content type.
    func write(to out: inout ByteBuffer, cors: [UInt8]) {
        out.append("{\"statusCode\":")
        out.append(decimal: status.rawValue)
        out.append(",\"headers\":{")
        out.append(cors)
        for (name, value) in headers {
            out.append(",\"")
            out.append(name)
            out.append("\":")
            out.append(jsonString: value)
        }
        if !body.isEmpty || escaped != nil { out.append(",\"Content-Type\":\"application/json\"") }
        out.append("},\"isBase64Encoded\":false,\"body\":\"")
        if let escaped { out.append(escaped.bytes) }
        let size = body.reduce(0) { $0 + $1.count }
        out.reserve(size + size / 8)
        for piece in body { piece.withUnsafeBytes { out.append(jsonEscaped: $0) } }
        out.append("\"}")
    }
}

/// A JSON body, escaped for the JSON string that holds it in a proxy response. It can be sent any number of times.
package final class EscapedBody {
    private let buffer: ByteBuffer

    /// A body of what has been written to `buffer`.
    package init(_ buffer: consuming ByteBuffer) { self.buffer = buffer }

    /// The bytes, valid as long as the body is.
    package var bytes: UnsafeRawBufferPointer { buffer.bytes }
    /// How many bytes there are.
    package var count: Int { buffer.count }
}
