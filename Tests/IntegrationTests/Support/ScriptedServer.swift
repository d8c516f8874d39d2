import Foundation

/// An HTTP server that does what a script says with each request, well-behaved or not.
final class ScriptedServer: @unchecked Sendable {
    /// A request as it arrived.
    struct Request: Sendable {
        /// Which connection it came on, from 1.
        let connection: Int
        /// Which request it is in all, from 1.
        let number: Int
        let head: String
        let body: [UInt8]

        /// The header of that lower-case name.
        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
                .map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
        }
    }

    typealias Script = @Sendable (Request, TCPConnection) -> Void

    let port: UInt16
    private let listener: Int32
    private let script: Script
    private let lock = NSLock()
    private var open: [TCPConnection] = []
    private var connectionCount = 0
    private var seen: [Request] = []

    init(_ script: @escaping Script) {
        (listener, port) = TCP.listen()
        self.script = script
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                // Children that end interrupt.
                if descriptor < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard descriptor >= 0, let self else { break }
                self.serve(TCPConnection(descriptor: descriptor))
            }
        }
    }

    deinit {
        stop()
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)" }
    /// Connections accepted so far.
    var connections: Int { lock.withLock { connectionCount } }
    /// Requests read so far.
    var requests: [Request] { lock.withLock { seen } }

    /// Ends every connection and listens no more. The port stays this server's until its last owner is gone.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in lock.withLock({ open }) { connection.close() }
    }

    /// Waits until that many requests have been read; false if it takes longer than `seconds`.
    func waitForRequests(_ count: Int, seconds: Double = 5) -> Bool {
        let limit = Date(timeIntervalSinceNow: seconds)
        while requests.count < count {
            guard Date() < limit else { return false }
            usleep(2000)
        }
        return true
    }

    private func serve(_ connection: TCPConnection) {
        let number = lock.withLock {
            open.append(connection)
            connectionCount += 1
            return connectionCount
        }
        Thread.detachNewThread { [weak self] in
            var bytes: [UInt8] = []
            while let more = connection.read() {
                bytes += more
                while let (head, body, rest) = Self.request(bytes) {
                    bytes = rest
                    guard let self else { return }
                    let request = self.lock.withLock {
                        let request = Request(
                            connection: number, number: self.seen.count + 1, head: head, body: body)
                        self.seen.append(request)
                        return request
                    }
                    self.script(request, connection)
                }
            }
            connection.close()
        }
    }

    private static func request(_ bytes: [UInt8]) -> (head: String, body: [UInt8], rest: [UInt8])? {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        let bodyEnd = end.upperBound + (length ?? 0)
        guard bytes.count >= bodyEnd else { return nil }
        return (head, Array(bytes[end.upperBound..<bodyEnd]), Array(bytes[bodyEnd...]))
    }
}

extension TCPConnection {
    /// Answers in DynamoDB's JSON.
    func answer(_ body: String, status: Int = 200, headers: [String] = []) {
        let lines = ["HTTP/1.1 \(status) Whatever", "Content-Type: application/x-amz-json-1.0"] + headers
        let head = lines + ["Content-Length: \(body.utf8.count)"]
        send(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Answers a Scan or a Query that finds nothing.
    func answerEmptyPage() { answer(#"{"Items":[],"Count":0,"ScannedCount":0}"#) }
}
