import Foundation
import Synchronization

/// An HTTP server in this process that does what a test says, byte for byte, and records each request as it came.
///
/// Every connection has a thread of its own, so that one that a client gave up does not keep the next one waiting.
package final class ScriptedServer: Sendable {
    /// What is done once a request has been read.
    package enum Step: Sendable {
        case send([UInt8])
        /// Sends byte by byte, each in a segment of its own.
        case trickle([UInt8])
        case pause(milliseconds: Int)
        /// Closes the connection; what was sent before is still read.
        case close
        /// Closes it with a reset.
        case reset
        /// Ends the listening, then closes the connection: after this nobody can connect.
        case leave

        /// Sends text.
        package static func text(_ text: String) -> Step { .send(Array(text.utf8)) }

        /// Sends a whole response with a length.
        package static func answer(
            _ status: Int = 200, _ headers: KeyValuePairs<String, String> = [:], body: String = ""
        ) -> Step {
            let fields = headers.map { "\($0): \($1)\r\n" }.joined()
            return .text("HTTP/1.1 \(status) x\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    /// A request as it arrived.
    package struct Request: Sendable {
        /// The request line.
        package let line: String
        /// Names in lower case; the values of a repeated name joined by commas.
        package let headers: [String: String]
        package let body: [UInt8]
        /// The request line and the headers as they came, empty line included.
        package let head: String
        /// How many calls of recv(2) it took.
        package let receives: Int
        /// Which connection it came on, from 0.
        package let connection: Int
        /// Which of all requests it is, from 0.
        package let number: Int

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    private struct Record {
        var requests: [Request] = []
        var connections = 0
    }

    /// Host and port.
    package let authority: String
    private let listener: Int32
    private let answer: @Sendable (Request) -> [Step]
    private let record = Mutex(Record())

    /// Does what `answer` returns for each request.
    package init(_ answer: @escaping @Sendable (Request) -> [Step]) {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0, "no port to listen on")
                getsockname(descriptor, $0, &length)
            }
        }
        authority = "127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        Thread { [self] in accept() }.start()
    }

    /// Plays `script`, the steps of the first request first. A request after its end gets status 500.
    package convenience init(script: [[Step]]) {
        self.init { $0.number < script.count ? script[$0.number] : [.answer(500)] }
    }

    // Not before: another test's server may get the port, and a client under test its responses.
    deinit { close(listener) }

    package var url: String { "http://\(authority)" }

    /// What has arrived so far.
    package var requests: [Request] { record.withLock { $0.requests } }

    /// How many connections were opened so far.
    package var connections: Int { record.withLock { $0.connections } }

    /// Ends the listening: after this a connection is refused.
    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let number = record.withLock { record in
                record.connections += 1
                return record.connections - 1
            }
            Thread { [self] in serve(ScriptedConnection(descriptor), number) }.start()
        }
    }

    private func serve(_ connection: ScriptedConnection, _ number: Int) {
        while let message = connection.read() {
            let request = record.withLock { record in
                let request = Request(
                    line: message.line, headers: message.headers, body: message.body, head: message.head,
                    receives: message.receives, connection: number, number: record.requests.count)
                record.requests.append(request)
                return request
            }
            let steps = answer(request)
            if case .leave? = steps.last { stop() }
            guard connection.perform(steps) else { break }
        }
        connection.end()
    }
}
