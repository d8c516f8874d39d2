/// A request as it arrived.
package struct HTTPRequest: Sendable {
    package var method: String
    /// The path as it was sent, without the query.
    package var path: String
    /// The query as it was sent, without the question mark.
    package var query = ""
    /// In the order of the wire; names in lower case.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8] = []
    /// Whether the connection stays open after the response.
    package var keepsAlive = true

    /// Returns the first header of that name, which is given in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A response. `Content-Length` and `Connection` are added when it is sent.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []
    /// Whether the connection is closed after this response, whatever the request said.
    package var closes = false
    /// Whether the body is sent in chunks, without a length.
    package var isChunked = false
    /// How the response is sent.
    var delivery = Delivery.whole

    /// Every way but `whole` is a fault on purpose; the connection is closed after it.
    enum Delivery: Sendable {
        case whole
        /// The head, then one byte of the body each second.
        case bytePerSecond
        /// The head and half of the body.
        case cutOff
        /// A reset of the connection and no bytes.
        case reset
        /// Nothing until the client closes the connection.
        case never
    }

    /// Returns a response whose body is a line of plain text.
    package static func text(_ status: Int, _ text: String, closes: Bool = false) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/plain")], body: Array("\(text)\n".utf8), closes: closes)
    }

    /// Returns a response whose body is JSON.
    static func json(_ status: Int, _ body: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: body)
    }

    /// The head as it is sent.
    package var head: String {
        var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if closes { text += "Connection: close\r\n" }
        return text + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(body.count)\r\n\r\n")
    }

    /// The whole response as it is sent.
    var bytes: [UInt8] {
        guard isChunked else { return Array(head.utf8) + body }
        let chunk = body.isEmpty ? [] : Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
        return Array(head.utf8) + chunk + Array("0\r\n\r\n".utf8)
    }

    private static let reasons = [
        200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 411: "Length Required", 413: "Content Too Large", 424: "Failed Dependency",
        429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
        503: "Service Unavailable",
    ]
}

/// Responds to requests. Called on the connection's own thread, so it may block; several calls may run at once.
package protocol HTTPHandler: Sendable {
    func respond(to request: HTTPRequest) -> HTTPResponse
}
