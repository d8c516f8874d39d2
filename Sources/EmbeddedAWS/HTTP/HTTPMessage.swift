/// One request as it arrived.
package struct HTTPRequest: Sendable {
    package var method: String
    /// The path as it was sent, without the query.
    package var path: String
    /// The query as it was sent, without the question mark.
    package var query = ""
    /// In the order of the wire; names as they were sent.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8] = []
    /// Whether the connection stays open after the answer.
    package var keepsAlive = true

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}

/// One answer. `Content-Length` and `Connection` are added when it is sent.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []
    /// Whether the connection is closed after this answer, whatever the request said.
    package var closes = false
    /// How it is sent; anything but `whole` is a fault on purpose, after which the connection is closed.
    var delivery = Delivery.whole

    enum Delivery: Sendable {
        case whole
        /// The head, and then the body byte by byte.
        case bytePerSecond
        /// The head and half of the body.
        case cutOff
        /// Nothing but a reset of the connection.
        case reset
        /// Nothing, until the client goes.
        case never
    }

    /// An answer whose body is plain text.
    package static func text(_ status: Int, _ text: String, closes: Bool = false) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [("Content-Type", "text/plain")], body: Array("\(text)\n".utf8), closes: closes)
    }

    /// The head as it goes on the wire.
    package var head: String {
        var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if closes { text += "Connection: close\r\n" }
        return text + "Content-Length: \(body.count)\r\n\r\n"
    }

    private static let reasons = [
        200: "OK", 202: "Accepted", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 411: "Length Required", 413: "Content Too Large", 424: "Failed Dependency",
        429: "Too Many Requests",
        431: "Request Header Fields Too Large", 500: "Internal Server Error", 503: "Service Unavailable",
    ]
}

/// What answers requests. Called on the connection's own thread, so it may block; several may run at once.
package protocol HTTPHandler: Sendable {
    func respond(to request: HTTPRequest) -> HTTPResponse
}
