import Bytes
import Support
import Testing

@testable import AWSClient

@Suite struct HTTPTransportTests {
    private let transport = HTTPTransport(trust: .amazonRoots, isSecure: false, maximumIdleSeconds: 1)

    /// Sends a request and copies the answer's body.
    private func send(
        _ server: ScriptedServer, _ method: String = "POST", path: String = "/", body: String = "{}",
        milliseconds: Int = 5000
    ) throws(HTTPFailure) -> (status: Int, body: String) {
        let response = try transport.send(
            .init(
                method: method, url: server.url + path, headers: [(name: "x-test", value: "1")],
                body: Array(body.utf8)), milliseconds: milliseconds)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    @Test func theRequestIsSentAsGivenAndNothingBeside() throws {
        let server = ScriptedServer(script: [[.answer(body: "ok")], [.answer(body: "")]])
        defer { server.stop() }
        #expect(try send(server, path: "/a/../b/%2Fc//d?x=%20&y=", body: "body") == (200, "ok"))
        #expect(try send(server, "GET", path: "", body: "") == (200, ""))
        let requests = server.requests
        #expect(requests[0].line == "POST /a/../b/%2Fc//d?x=%20&y= HTTP/1.1")
        #expect(requests[0].headers == ["host": server.authority, "x-test": "1", "content-length": "4"])
        #expect(requests[0].text == "body")
        #expect(requests[1].line == "GET / HTTP/1.1")
        #expect(requests[1].headers == ["host": server.authority, "x-test": "1"])
    }

    @Test func aConnectionIsKept() throws {
        let server = ScriptedServer { _ in [.answer(body: "x")] }
        defer { server.stop() }
        for _ in 0..<5 { _ = try send(server) }
        #expect(server.connections == 1 && server.requests.count == 5)
    }

    @Test func anIdleConnectionIsNotUsedAgain() async throws {
        let server = ScriptedServer { _ in [.answer(body: "x")] }
        defer { server.stop() }
        _ = try send(server)
        _ = try send(server)
        try await Task.sleep(for: .milliseconds(2100))
        _ = try send(server)
        #expect(server.requests.map(\.connection) == [0, 0, 1])
    }

    @Test(arguments: [ScriptedServer.Step.close, .reset])
    func aKeptConnectionThatDiedIsReplaced(death: ScriptedServer.Step) throws {
        let server = ScriptedServer(script: [[.answer(body: "first"), death], [.answer(body: "second")]])
        defer { server.stop() }
        #expect(try send(server).body == "first")
        #expect(try send(server).body == "second")
        #expect(server.requests.map(\.connection) == [0, 1])
    }

    /// The server reads the second request and closes without a byte: nothing says that it was carried out.
    @Test func aKeptConnectionThatDiesBeforeItsAnswerIsReplacedOnce() throws {
        let server = ScriptedServer(script: [[.answer()], [.close], [.close], [.answer()]])
        defer { server.stop() }
        _ = try send(server)
        let failure = #expect(throws: HTTPFailure.self) { try send(server) }
        #expect(failure?.code == 52 && failure?.isTransient == true)
        #expect(server.requests.map(\.connection) == [0, 1, 2].map { $0 == 0 ? 0 : $0 - 1 })
    }

    @Test func anAnswerThatBreaksOffIsAFailureAndNotSentAgain() throws {
        let server = ScriptedServer(script: [[.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), .close]])
        defer { server.stop() }
        let failure = #expect(throws: HTTPFailure.self) { try send(server) }
        #expect(failure?.code == 18 && failure?.isTransient == true)
        #expect(server.requests.count == 1)
    }

    @Test func redirectsAreNotFollowed() throws {
        let server = ScriptedServer(script: [[.answer(302, ["Location": "http://127.0.0.1:1/"], body: "there")]])
        defer { server.stop() }
        #expect(try send(server) == (302, "there"))
        #expect(server.requests.count == 1)
    }

    @Test func anAnswerThatIsTooLargeIsRefused() throws {
        let small = HTTPTransport(trust: .amazonRoots, isSecure: false, maximumBodyBytes: 100)
        let server = ScriptedServer { request in
            [.answer(body: String(repeating: "x", count: request.line.contains("/large") ? 101 : 100))]
        }
        defer { server.stop() }
        #expect(try small.send(.init(method: "GET", url: server.url), milliseconds: 5000).body.count == 100)
        let failure = #expect(throws: HTTPFailure.self) {
            try small.send(.init(method: "GET", url: "\(server.url)/large"), milliseconds: 5000)
        }
        #expect(failure?.text == "the response is larger than 100 bytes" && failure?.isTransient == false)
        #expect(try small.send(.init(method: "GET", url: server.url), milliseconds: 5000).body.count == 100)
    }

    @Test func headersBeyondTheirBoundAreNotKept() throws {
        let long = String(repeating: "x", count: 30_000)
        let server = ScriptedServer(script: [[.answer(200, ["A": long, "B": long, "C": long, "D": "d"], body: "x")]])
        defer { server.stop() }
        let response = try transport.send(.init(method: "GET", url: server.url), milliseconds: 5000)
        #expect(response["a"] == long && response["c"] == nil && response["d"] == nil)
    }

    @Test(arguments: [0, 1, 2]) func silenceHasAnEnd(when: Int) throws {
        let parts: [ScriptedServer.Step] = [.text("HTTP/1.1 200 OK\r\n"), .text("Content-Length: 9\r\n\r\nhalf")]
        let server = ScriptedServer { _ in parts.prefix(when) + [.pause(milliseconds: 4000), .close] }
        defer { server.stop() }
        let start = Instant.now()
        let failure = #expect(throws: HTTPFailure.self) { try send(server, milliseconds: 200) }
        let took = Instant.now().milliseconds(since: start)
        #expect(failure?.isTimeout == true && failure?.host == server.authority)
        #expect((190..<3000).contains(took) && (190..<3000).contains(failure?.milliseconds ?? 0))
    }

    /// A server that never stops sending a little keeps no one waiting either.
    @Test func trickleHasAnEnd() throws {
        let server = ScriptedServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n")]
                + (0..<99).flatMap { _ in [ScriptedServer.Step.text("x"), .pause(milliseconds: 20)] }
        }
        defer { server.stop() }
        #expect(throws: HTTPFailure.self) { try send(server, milliseconds: 300) }
    }

    @Test func aHandshakeThatDoesNotEndIsBounded() throws {
        let server = ScriptedServer { _ in [] }
        defer { server.stop() }
        let start = Instant.now()
        let secure = HTTPTransport(trust: .amazonRoots, isSecure: true)
        let failure = #expect(throws: HTTPFailure.self) {
            try secure.send(.init(method: "GET", url: "https://\(server.authority)/"), milliseconds: 8000)
        }
        #expect(failure?.isTimeout == true)
        #expect((900..<6000).contains(Instant.now().milliseconds(since: start)))
    }

    @Test func aRefusedConnectionNamesTheHost() throws {
        let server = ScriptedServer(script: [])
        server.stop()
        let failure = try #require(throws: HTTPFailure.self) { try send(server) }
        #expect(failure.host == server.authority && failure.code == 7 && failure.isTransient && !failure.isTimeout)
        #expect("\(failure)".hasPrefix("\(server.authority): curl error 7 after "))
    }

    @Test func whatIsNotHTTPIsAFailure() throws {
        let server = ScriptedServer { _ in [.text("SSH-2.0-x\r\n\r\n"), .close] }
        defer { server.stop() }
        #expect(throws: HTTPFailure.self) { try send(server) }
    }

    @Test func aFailureLeavesTheTransportUsable() throws {
        let server = ScriptedServer(script: [[.text("nonsense\r\n\r\n"), .close], [.answer(body: "fine")]])
        defer { server.stop() }
        #expect(throws: HTTPFailure.self) { try send(server) }
        #expect(try send(server).body == "fine")
    }
}
