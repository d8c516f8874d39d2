import Support

/// What a Runtime API sends, as bytes.
enum RuntimeResponse {
    static let id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"

    /// `/next` with an event of `Content-Length`. Headers with an empty value are left out, as the emulator does.
    static func event(_ body: String, id: String = id, headers: [(String, String)] = []) -> [UInt8] {
        let all = [("Lambda-Runtime-Aws-Request-Id", id), ("Content-Length", "\(body.utf8.count)")] + headers
        return head(200, all) + Array(body.utf8)
    }

    /// The response to a `/response` or an `/error` that was accepted.
    static let accepted = head(202, [("Content-Length", "15")]) + Array("{\"status\":\"OK\"}".utf8)

    /// A response of another status, with a body like the platform's.
    static func status(_ status: Int) -> [UInt8] {
        let body = "{\"errorMessage\":\"status \(status)\",\"errorType\":\"Fake\"}"
        return head(status, [("Content-Length", "\(body.utf8.count)")]) + Array(body.utf8)
    }

    static func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
        let lines = headers.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)\r\n" }
        return Array("HTTP/1.1 \(status) Status\r\n\(lines.joined())\r\n".utf8)
    }

    /// `bytes` in chunks of the given sizes, again and again; `decorated` with extensions, zeros and trailers.
    static func chunked(_ bytes: [UInt8], sizes: [Int], decorated: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        var (at, turn) = (0, 0)
        while at < bytes.count {
            let size = min(sizes[turn % sizes.count], bytes.count - at)
            let digits = turn % 2 == 0 ? String(size, radix: 16) : String(size, radix: 16).uppercased()
            out += Array("\(decorated ? "00\(digits);name=\"a;b\" ;x" : digits)\r\n".utf8)
            out += bytes[at..<(at + size)] + Array("\r\n".utf8)
            at += size
            turn += 1
        }
        return out
            + Array("0\(decorated ? " ;last" : "")\r\n\(decorated ? "X-Checksum: 1\r\nX-More: 2\r\n" : "")\r\n".utf8)
    }
}

extension ScriptedServer.Step {
    /// Sends an event.
    static func event(_ body: String, id: String = RuntimeResponse.id, headers: [(String, String)] = []) -> Self {
        .send(RuntimeResponse.event(body, id: id, headers: headers))
    }

    /// Accepts what was posted.
    static let accepted = Self.send(RuntimeResponse.accepted)

    /// Sends another status.
    static func status(_ status: Int) -> Self { .send(RuntimeResponse.status(status)) }
}
