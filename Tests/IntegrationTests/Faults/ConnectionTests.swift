import Foundation
import Support
import Testing

extension IntegrationTests {
    /// How the function uses and loses connections to a service.
    @Suite(.needsPackage) struct ConnectionTests {
        private func run(
            _ server: ScriptedServer, changes: [String: String?] = [:], _ body: (Instance) throws -> Void
        ) throws {
            defer { server.stop() }
            let variables: [String: String?] = ["AWS_ENDPOINT_URL": server.url, "SCHOOLS_CACHE_SECONDS": "0"]
            try Instance.run(variables.merging(changes) { $1 }, body)
        }

        @Test func keepsTheConnectionBetweenInvocations() throws {
            let server = ScriptedServer { _ in [.emptyPage] }
            try run(server) { (instance) throws in
                for _ in 0..<5 { #expect(try instance.answer(Event.list()).status == 200) }
                #expect(server.connections == 1 && server.requests.count == 5)
            }
        }

        @Test func connectsAgainWhereAnIdleConnectionWasClosed() throws {
            let server = ScriptedServer { _ in [.emptyPage, .close] }
            try run(server) { instance in
                for _ in 0..<3 {
                    let answer = try instance.answer(Event.list())
                    #expect(answer.status == 200 && answer.log.count == 1)
                    usleep(20_000)
                }
                #expect(server.connections == 3 && server.requests.count == 3)
            }
        }

        /// The server closes just as the next request arrives: it is sent once more, on a new connection.
        @Test(arguments: [true, false])
        func replacesAKeptConnectionThatDiesBeforeItsFirstByte(byReset: Bool) throws {
            let server = ScriptedServer { request in
                request.number == 1 ? [byReset ? .reset : .close] : [.emptyPage]
            }
            try run(server) { (instance) throws in
                for _ in 0..<2 { #expect(try instance.answer(Event.list()).status == 200) }
                #expect(server.connections == 2 && server.requests.count == 3)
            }
        }

        @Test func followsNoRedirect() throws {
            let elsewhere = ScriptedServer { _ in [.emptyPage] }
            defer { elsewhere.stop() }
            let server = ScriptedServer { [url = elsewhere.url] _ in [.answer(301, ["Location": url], body: "{}")] }
            try run(server) { instance in
                try instance.answer(Event.list()).expectFailure(500, "HTTP301")
                #expect(elsewhere.connections == 0)
            }
        }

        /// Transfer codings that nobody asked for, and that the function cannot undo: the request fails, and the process lives.
        @Test(arguments: ["br", "zstd", "gzip", "deflate", "compress", "chunked, br"])
        func refusesATransferCoding(coding: String) throws {
            let body = "{\"Items\":[]}"
            let server = ScriptedServer { request in
                guard request.number == 0 else { return [.emptyPage] }
                return [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: \(coding)\r\n\r\n\(body)"), .close]
            }
            try run(server, changes: ["SCHOOLS_CACHE_SECONDS": "0"]) { instance in
                let answer = try instance.answer(Event.list())
                #expect([200, 503].contains(answer.status), "\(answer.log)")
                #expect(try instance.answer(Event.list()).status == 200)
            }
        }

        @Test(arguments: [true, false])
        func refusesAnAnswerWithoutEnd(hasLength: Bool) throws {
            let size = 50 << 20
            let head = hasLength ? "Content-Length: \(size)\r\n\r\n" : "\r\n"
            let steps: [ScriptedServer.Step] = [
                .text("HTTP/1.1 200 OK\r\n\(head)"), .send([UInt8](repeating: 0x20, count: size)),
            ]
            let server = ScriptedServer { _ in steps + [.close] }
            try run(server) { instance in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 503 && answer.milliseconds < 5000)
                #expect(answer.errors.first?.contains("larger than") == true, "\(answer.errors)")
                #expect(instance.peakMemory < 64 << 10, "KiB")
                #expect(server.requests.count == 1, "a second time it would be as large")
            }
        }

        /// A byte a second is progress, but not enough of it.
        @Test(arguments: [2500, 6000])
        func boundsAnAnswerThatDrips(deadline: Int) throws {
            let drops = (0..<30).flatMap { _ in [ScriptedServer.Step.text(" "), .pause(milliseconds: 1000)] }
            let server = ScriptedServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")] + drops }
            try run(server) { instance in
                let answer = try instance.answer(Event.list(), milliseconds: deadline)
                answer.expectFailure(503, "Timeout")
                #expect(answer.milliseconds < deadline - 200)
            }
        }

        /// A head that never ends must not fill the memory either.
        @Test func boundsAHeadWithoutEnd() throws {
            let line = "X-Filler: \(String(repeating: "x", count: 4000))\r\n"
            let lines = String(repeating: line, count: 20_000)
            let server = ScriptedServer { _ in [.text("HTTP/1.1 200 OK\r\n"), .text(lines)] }
            try run(server) { (instance) throws in
                #expect(try instance.answer(Event.list(), milliseconds: 5000).status == 503)
                #expect(instance.peakMemory < 32 << 10, "KiB")
            }
        }

        @Test func namesAHostThatDoesNotExist() throws {
            try Instance.run(["AWS_ENDPOINT_URL": "http://no-such-host.invalid:8000"]) { instance in
                let answer = try instance.answer(Event.list(), milliseconds: 4000)
                #expect(answer.status == 503 && answer.milliseconds < 3800)
                #expect(
                    answer.errors.first?.contains("no-such-host.invalid:8000: curl error ") == true, "\(answer.errors)")
            }
        }

        @Test func namesAPortWhereNobodyListens() throws {
            let port = TCP.refusingPort()
            try Instance.run(["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"]) { instance in
                let answer = try instance.answer(Event.list())
                answer.expectFailure(503, "ConnectionFailed")
                let line = try #require(answer.errors.first)
                #expect(
                    line.contains(/127\.0\.0\.1:\d+: curl error 7 after \d+ ms: .*onnect/) && line.contains(":\(port):")
                )
                #expect(line.contains("\"attempts\":4"))
            }
        }

        /// A kept connection that has been idle for more than 20 s is not trusted, though the server holds it open.
        @Test func doesNotReuseAConnectionIdleForLong() throws {
            let server = ScriptedServer { _ in [.emptyPage] }
            try run(server) { (instance) throws in
                #expect(try instance.answer(Event.list()).status == 200)
                sleep(22)
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 200 && server.connections == 2, "\(answer.log)")
            }
        }
    }
}
