import Foundation

/// A client for the peers: one request, one response. HTTP/1.0, so that the response ends with the connection.
enum HTTPClient {
    struct Answer {
        let status: Int
        let body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
        var json: Any? { try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) }
    }

    /// It is an error if there is no connection or no response.
    static func send(
        _ method: String, port: UInt16, _ path: String, body: [UInt8] = [], seconds: Int = 30
    ) throws -> Answer {
        let connection = try TCPConnection(port: port)
        let head =
            "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        connection.send(Array(head.utf8) + body)
        var bytes: [UInt8] = []
        while let more = connection.read(seconds: seconds) { bytes += more }
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else {
            throw TCPConnection.Failure(description: "\(method) \(path): no response within \(seconds) s")
        }
        let line = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: " ", maxSplits: 2)
        return Answer(
            status: line.count > 1 ? Int(line[1].prefix(3)) ?? 0 : 0, body: Array(bytes[end.upperBound...]))
    }

    static func post(port: UInt16, _ path: String, _ json: Any) throws -> Answer {
        try send("POST", port: port, path, body: [UInt8](try JSONSerialization.data(withJSONObject: json)))
    }
}
