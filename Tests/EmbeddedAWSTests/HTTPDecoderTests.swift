import Testing

@testable import EmbeddedAWS

@Suite struct HTTPDecoderTests {
    private func decode(_ text: String, step: Int = .max) throws -> [HTTPRequest] {
        var decoder = HTTPDecoder()
        var requests: [HTTPRequest] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(step))
            rest = rest.dropFirst(piece.count)
            piece.withUnsafeBytes { decoder.append($0) }
            while let request = try decoder.next() { requests.append(request) }
        }
        return requests
    }

    @Test(arguments: [1, 2, 7, 1000])
    func readsRequestsInPiecesOfAnySize(step: Int) throws {
        let requests = try decode(
            "\r\nPOST /a?b=c HTTP/1.1\r\nHost:  x \r\nCONTENT-length: 3\r\n\r\nabc"
                + "POST /d HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"
                + "GET /e HTTP/1.1\r\nConnection: close\r\n\r\n", step: step)
        #expect(requests.map(\.path) == ["/a", "/d", "/e"])
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["abc", "hello", ""])
        #expect(requests.map(\.keepsAlive) == [true, true, false])
        #expect(requests[0].query == "b=c")
        #expect(requests[0].header("host") == "x")
    }

    @Test(arguments: [
        ("GET /\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 400), ("GET x HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nNoColon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: v\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nA : v\r\n\r\n", 400), ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        ("POST / HTTP/1.1\nHost: x\n\n", 400), ("GET / HTTP/1.1\r\nA: \nB: x\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 70_000), 431),
    ])
    func refusesMalformedRequests(text: String, status: Int) {
        let failure = #expect(throws: HTTPDecoder.Failure.self) { try decode(text) }
        #expect(failure?.status == status)
    }

    @Test func asksForTheBodyOnce() throws {
        var decoder = HTTPDecoder()
        Array("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n".utf8).withUnsafeBytes {
            decoder.append($0)
        }
        let request = try decoder.next()
        #expect(request == nil)
        let expectations = [decoder.takeExpectation(), decoder.takeExpectation()]
        #expect(expectations == [true, false])
    }
}

extension HTTPRequest: Equatable {
    public static func == (a: HTTPRequest, b: HTTPRequest) -> Bool { a.path == b.path && a.body == b.body }
}
