import Support
import Testing

extension LoopTests {
    /// Responses to `/next` that no Runtime API sends: one more try, then one line and status 1. Never a hang, never a
    /// crash.
    @Suite struct MalformedResponseTests {
        static let id = "Lambda-Runtime-Aws-Request-Id: a-1\r\n"
        static let responses = [
            "\r\n\r\n", "garbage\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 \r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.x 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\(id)\r\n", "HTTP/1.1 2000 OK\r\n\(id)\r\n",
            "HTTP/1.1 -20 OK\r\n\r\n",
            "HTTP/1.1 099 Low\r\n\(id)\r\n", "HTTP/1.1  200 OK\r\n\r\n", "http/1.1\t200 OK\r\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length : 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)X: y\r\n folded: z\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: +2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: two\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length:\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: 2, 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: 9999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Content-Length: 99999999999999999999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: gzip\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n 2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\(id)Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a/../b\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a b\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\nb\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: é\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(String(repeating: "x", count: 128))\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 204 No Content\r\n\(id)\r\n", "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100),
            "HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 100_000))\r\n\r\n",
            String(repeating: "z", count: 100_000), String(repeating: "\r\n", count: 50_000),
        ]

        @Test(arguments: responses.indices) func endsAfterTheSecond(index: Int) throws {
            let response: [ScriptedServer.Step] = [.send(Array(Self.responses[index].utf8)), .pause(milliseconds: 1)]
            let run = try LoopRun([response, response, response])
            #expect(run.status == 1)
            #expect(run.paths == ["next", "next"])
            #expect(run.lines.count == 1 && run.errors == ["the Runtime API gives no invocations; the process ends"])
            #expect(run.calls.isEmpty)
        }

        @Test(arguments: responses.indices) func afterAResponseIsPostedItIsALineAndTheLoopGoesOn(index: Int) throws {
            let response: [ScriptedServer.Step] = [.send(Array(Self.responses[index].utf8))]
            let run = try LoopRun([[.event("{}")], response])
            #expect(run.status == 1 && run.calls.count == 1)
            #expect(run.paths == ["next", "response", "next"])
            #expect(run.errors.count == 2)
        }
    }
}
