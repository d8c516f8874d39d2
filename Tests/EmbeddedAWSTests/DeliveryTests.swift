import Bytes
import Foundation
import Testing

@testable import EmbeddedAWS

/// Responses that are sent badly on purpose.
@Suite struct DeliveryTests {
    private struct Bad: HTTPHandler {
        let delivery: HTTPResponse.Delivery

        func respond(to request: HTTPRequest) -> HTTPResponse {
            HTTPResponse(status: 200, body: Array("abcd".utf8), delivery: delivery)
        }
    }

    /// Returns the bytes that arrive, and after how many milliseconds the connection was over.
    private func send(_ delivery: HTTPResponse.Delivery, patience: Int = 10) throws -> (text: String, after: Int) {
        let server = try HTTPServer(handler: Bad(delivery: delivery))
        server.start()
        defer { server.stop() }
        let start = Instant.now()
        let text = try exchange(port: server.port, "GET / HTTP/1.1\r\n\r\n", seconds: patience)
        return (text, Instant.now().milliseconds(since: start))
    }

    private let head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"

    @Test func cutsOffInTheMiddle() throws { #expect(try send(.cutOff).text == head + "ab") }

    @Test func resets() throws { #expect(try send(.reset).text.isEmpty) }

    @Test func dripsAByteASecond() throws {
        let (text, after) = try send(.bytePerSecond)
        #expect(text == head + "abcd")
        #expect((3000...9000).contains(after), "\(after)")
    }

    @Test func sendsNothingUntilTheClientCloses() throws {
        let (text, after) = try send(.never, patience: 1)
        #expect(text.isEmpty)
        #expect(after >= 1000, "\(after)")
    }
}
