import Support
import Testing

@testable import AWSClient

/// The forms that HTTP/1.1 allows an answer to take.
@Suite struct HTTPAnswerFormTests {
    private let transport = HTTPTransport(trust: .amazonRoots, isSecure: false)

    private func answer(
        to steps: [ScriptedServer.Step], _ check: (HTTPTransport.Response, String) throws -> Void
    ) throws {
        let server = ScriptedServer(script: [steps])
        defer { server.stop() }
        let response = try transport.send(
            .init(method: "POST", url: server.url, body: Array("{}".utf8)), milliseconds: 5000)
        try check(response, String(decoding: response.body, as: UTF8.self))
    }

    @Test(arguments: [false, true]) func chunks(inPieces: Bool) throws {
        let text = Array(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n5;ext=1\r\npedia\r\n0\r\nX-Last: t\r\n\r\n"
                .utf8)
        try answer(to: [inPieces ? .trickle(text) : .send(text)]) { response, body in
            #expect(response.status == 200 && body == "Wikipedia")
        }
    }

    @Test func anAnswerThatEndsWithTheConnection() throws {
        try answer(to: [.text("HTTP/1.0 200 OK\r\n\r\nall of it"), .close]) { _, body in #expect(body == "all of it") }
    }

    @Test func headerNamesInAnyCaseAndSpaceAroundValues() throws {
        try answer(to: [
            .text(
                "HTTP/1.1 200 OK\r\nX-AMZ-CRC32:  7 \t\r\nx-Amzn-ErrorType:T\r\nDATE:\tnow\r\ncontent-LENGTH: 0\r\n\r\n"
            )
        ]) { response, _ in
            #expect(response["x-amz-crc32"] == "7" && response["x-amzn-errortype"] == "T")
            #expect(response["date"] == "now" && response["absent"] == nil)
        }
    }

    @Test func theFirstOfARepeatedHeaderCounts() throws {
        try answer(to: [.answer(200, ["A": "1", "a": "2"])]) { response, _ in #expect(response["a"] == "1") }
    }

    @Test func whatAnInterimAnswerSaidDoesNotCount() throws {
        let steps: [ScriptedServer.Step] = [
            .text("HTTP/1.1 100 Continue\r\nX-Old: 1\r\n\r\n"), .text("HTTP/1.1 103 Early Hints\r\nX-Old: 2\r\n\r\n"),
            .answer(200, ["X-New": "3"], body: "final"),
        ]
        try answer(to: steps) { response, body in
            #expect(response.status == 200 && body == "final")
            #expect(response["x-old"] == nil && response["x-new"] == "3")
        }
    }

    @Test func noContent() throws {
        try answer(to: [.text("HTTP/1.1 204 No Content\r\n\r\n")]) { response, body in
            #expect(response.status == 204 && body == "")
        }
    }

    @Test func aLargeAnswerIsWhole() throws {
        let text = String(repeating: "0123456789abcdef", count: 1 << 18)
        try answer(to: [.answer(body: text)]) { _, body in #expect(body == text) }
    }

    @Test func theNextAnswerReplacesTheBody() throws {
        try answer(to: [.answer(body: "a long body")]) { _, body in #expect(body == "a long body") }
        try answer(to: [.answer(body: "short")]) { _, body in #expect(body == "short") }
    }
}
