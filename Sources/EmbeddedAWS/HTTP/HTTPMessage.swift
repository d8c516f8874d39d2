/// A request as it arrived.
package struct HTTPRequest: Sendable {
    package var method: String
    /// The path as it was sent, without the query.
    package var path: String
    /// The query as it was sent, without the question mark.
    package var query = ""
    /// In the order of the wire; names in lower case.
    package var headers: [(name: String, value: String)]
    /// The names of `headers` as they were sent.
    package var sentNames: [String] = []
    package var body: [UInt8] = []
    /// Whether the connection stays open after the response.
    package var keepsAlive = true

    /// A request that did not come over a connection.
    package init(
        method: String, path: String, query: String = "", headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
        sentNames = headers.map(\.name)
        self.body = body
    }

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
    /// Whether only the head is sent: the response to a HEAD request.
    var isHeadOnly = false
    /// Sends the body after the head, without a length, until it returns; then the connection is closed. Its `send`
    /// returns false once the client has gone.
    package var stream: (@Sendable (_ send: ([UInt8]) -> Bool) -> Void)?
    /// The read units that DynamoDB charges for the request. Nobody is sent them.
    package var readUnits: Double?
    /// How the response is sent.
    var delivery = Delivery.whole

    /// A response.
    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], closes: Bool = false,
        isChunked: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.closes = closes
        self.isChunked = isChunked
    }

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

    /// A response that fails on purpose.
    init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], delivery: Delivery
    ) {
        self.init(status: status, headers: headers, body: body)
        self.delivery = delivery
    }

    /// Returns a response whose body is a line of plain text.
    package static func text(_ status: Int, _ text: String, closes: Bool = false) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/plain")], body: Array("\(text)\n".utf8), closes: closes)
    }

    /// Returns a response whose body is JSON.
    package static func json(_ status: Int, _ body: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: body)
    }

    /// The head as it is sent.
    package var head: String {
        var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if closes { text += "Connection: close\r\n" }
        if stream != nil { return text + "\r\n" }
        // These have no body, and so no length (RFC 9110 §8.6).
        if status == 204 || status == 304 { return text + "\r\n" }
        return text + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(body.count)\r\n\r\n")
    }

    /// The whole response as it is sent.
    var bytes: [UInt8] {
        if isHeadOnly || status == 204 || status == 304 { return Array(head.utf8) }
        guard isChunked else { return Array(head.utf8) + body }
        let chunk = body.isEmpty ? [] : Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n".utf8)
        return Array(head.utf8) + chunk + Array("0\r\n\r\n".utf8)
    }

    private static let reasons = [
        200: "OK", 202: "Accepted", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 413: "Content Too Large",
        421: "Misdirected Request", 424: "Failed Dependency", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}

/// Responds to requests. Called on the connection's own thread, so it may block; several calls may run at once.
package protocol HTTPHandler: Sendable {
    func respond(to request: HTTPRequest) -> HTTPResponse
}
