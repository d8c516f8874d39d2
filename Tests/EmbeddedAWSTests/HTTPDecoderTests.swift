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

    @Test(arguments: [1, 2, 7, 1000])
    func readsChunksInPiecesOfAnySize(step: Int) throws {
        let requests = try decode(
            "POST /a HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n0a\r\n0123456789\r\n0\r\nT: x\r\n\r\n"
                + "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /c HTTP/1.1\r\n\r\n", step: step)
        #expect(requests.map(\.path) == ["/a", "/b", "/c"])
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["abc0123456789", "", ""])
    }

    @Test(arguments: [
        ("http://other:81/a?b", "other:81", "/a"), ("HTTP://other", "other", "/"), ("/http://x", "h", "/http://x"),
    ])
    func readsAbsoluteTargets(target: String, host: String, path: String) throws {
        let requests = try decode("GET \(target) HTTP/1.1\r\nhost: h\r\nX-Y: z\r\n\r\n")
        #expect(requests.first?.header("host") == host && requests.first?.path == path)
        #expect(requests.first?.sentNames.last == "X-Y" && requests.first?.headers.count == 2)
    }

    @Test(arguments: [
        ("GET /\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 400), ("GET x HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nNoColon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: v\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nA : v\r\n\r\n", 400), ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", 413),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "a: b\r\n", count: 65), 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + String(repeating: "1", count: 5000), 400),
        ("GET http://host HTTP/2\r\n\r\n", 400), ("OPTIONS * HTTP/1.1\r\n\r\n", 400),
        ("GET https://host/ HTTP/1.1\r\n\r\n", 400), ("POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400),
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
