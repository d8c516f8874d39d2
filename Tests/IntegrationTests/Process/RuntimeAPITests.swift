import Bytes
import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What the packaged function does when the Runtime API is not at its best. Each script ends in a 500, upon which the
    /// process ends, too.
    @Suite(.needsPackage) struct RuntimeAPITests {
        private struct Run {
            let requests: [ScriptedServer.Request]
            let status: Int32
            let log: [String]
            let milliseconds: Int
            var calls: [String] { requests.map { String($0.line.dropLast(" HTTP/1.1".count)) } }
            var errors: [String] { log.filter { $0.contains("ERROR") } }
        }

        /// Runs the function to its end; the n-th request gets the n-th of `answers` (nil: the connection is closed).
        private func run(_ answers: [String?], variables: [String: String] = [:]) throws -> Run {
            let server = ScriptedServer { request in
                guard request.number < answers.count else { return [.answer(500, body: "{}")] }
                return [answers[request.number].map { .text($0) } ?? .close]
            }
            defer { server.stop() }
            return try run(server.authority, variables) { server.requests }
        }

        private func run(
            _ address: String, _ variables: [String: String], _ requests: () -> [ScriptedServer.Request]
        ) throws -> Run {
            let environment = Instance.variables.merging(["AWS_LAMBDA_RUNTIME_API": address]) { $1 }
            let start = Instant.now()
            let ended = try Subprocess.run(
                try #require(Function.getSchools.bootstrap), environment: environment.merging(variables) { $1 },
                seconds: 20)
            #expect(ended.output.isEmpty)
            return Run(
                requests: requests(), status: ended.status,
                log: ended.errors.split(separator: "\n").map(String.init),
                milliseconds: Instant.now().milliseconds(since: start))
        }

        private func next(_ id: String, _ event: [UInt8]) -> String {
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: \(id)\r\nLambda-Runtime-Deadline-Ms: "
                + "\(UTCTime.now().milliseconds + 10_000)\r\nContent-Length: \(event.count)\r\n\r\n"
                + String(decoding: event, as: UTF8.self)
        }

        private func status(_ status: Int) -> String {
            "HTTP/1.1 \(status) Whatever\r\nContent-Length: 2\r\n\r\n{}"
        }

        private static let nextCall = "GET /2018-06-01/runtime/invocation/next"
        private func call(_ id: String, _ what: String) -> String {
            "POST /2018-06-01/runtime/invocation/\(id)/\(what)"
        }

        @Test func readsChunkedEventsAndHeadersInAnyCase() throws {
            let event = String(decoding: try Event.options(), as: UTF8.self)
            let at = event.index(event.startIndex, offsetBy: 40)
            let chunks = [event[..<at], event[at...]].map { "\(String($0.utf8.count, radix: 16));x=y\r\n\($0)\r\n" }
            let odd =
                "HTTP/1.1 200 OK\r\nlambda-RUNTIME-aws-request-ID:   odd-1  \r\nTRANSFER-encoding: Chunked\r\n\r\n"
            let run = try run([odd + chunks.joined() + "0\r\n\r\n", status(202)])
            #expect(run.calls == [Self.nextCall, call("odd-1", "response"), Self.nextCall])
            #expect(String(decoding: run.requests[1].body, as: UTF8.self).contains(#""statusCode":204"#))
            #expect(run.status == 1 && run.errors.count == 1)
        }

        @Test(arguments: [400, 403, 410, 413])
        func goesOnWhenAnAnswerIsRefused(code: Int) throws {
            let event = try Event.options()
            let run = try run([next("a", event), status(code), next("b", event), status(202)])
            let both = [Self.nextCall, call("a", "response"), Self.nextCall, call("b", "response"), Self.nextCall]
            #expect(run.calls == both, "no /error after it")
            #expect(run.errors.count == 2 && run.errors[0].contains(#""requestId":"a""#), "\(run.log)")
            if code == 413 { #expect(run.errors[0].contains("\"bytes\":\(run.requests[1].body.count)")) }
        }

        @Test func endsWhenTheRuntimeAPIFails() throws {
            let run = try run([next("a", Event.options()), status(500)])
            #expect(run.calls.count == 2 && run.status == 1 && run.errors.count == 1)
        }

        @Test func neverAsksInATightLoop() throws {
            let run = try run([status(403), status(403), status(403)])
            #expect(run.calls.count == 2 && run.status == 1 && run.log.count == 1 && run.errors.count == 1)
        }

        @Test func endsWhenNobodyIsThere() throws {
            let run = try run("127.0.0.1:\(TCP.refusingPort())", [:]) { [] }
            #expect(run.status == 1 && run.log.count == 1 && run.errors.count == 1 && run.milliseconds < 3000)
        }

        @Test func asksAgainOnceWhereTheConnectionIsLost() throws {
            let run = try run([nil, next("a", Event.options()), status(202)])
            #expect(run.calls == [Self.nextCall, Self.nextCall, call("a", "response"), Self.nextCall])
            #expect(run.requests[0].connection != run.requests[1].connection)
            let lost = try self.run([nil, nil, nil])
            #expect(lost.calls.count == 2 && lost.status == 1 && lost.log.count == 1)
        }

        /// The answer is posted again, made once.
        @Test func doesNotHandleAnInvocationTwice() throws {
            let dynamoDB = ScriptedServer { _ in [.emptyPage] }
            defer { dynamoDB.stop() }
            let variables = ["AWS_ENDPOINT_URL": dynamoDB.url, "SCHOOLS_CACHE_SECONDS": "0"]
            let event = try Event.list()
            let again = try run([next("a", event), nil, status(202)], variables: variables)
            #expect(again.calls == [Self.nextCall, call("a", "response"), call("a", "response"), Self.nextCall])
            #expect(again.requests[1].body == again.requests[2].body && dynamoDB.requests.count == 1)
            // Lost twice, and the platform hands the same invocation out again.
            let twice = try run([next("a", event), nil, nil, next("a", event), status(202)], variables: variables)
            #expect(twice.calls.last == Self.nextCall && dynamoDB.requests.count == 2)
        }

        @Test func postsAnErrorAsThePlatformTakesIt() throws {
            let run = try run([next("a", Array("\"\u{1F6E9} no event\"".utf8)), status(202)])
            #expect(run.calls == [Self.nextCall, call("a", "error"), Self.nextCall])
            let request = run.requests[1]
            #expect(request.headers["lambda-runtime-function-error-type"] == "Function.UnknownEvent")
            let cause = try #require(request.headers["lambda-runtime-function-xray-error-cause"])
            for json in [Data(cause.utf8), Data(request.body)] {
                #expect(try JSONSerialization.jsonObject(with: json) is [String: Any])
            }
        }

        /// A request id becomes part of a path and of log lines.
        @Test(arguments: ["", "a b", "../x", "a\"b", "a/b"])
        func refusesARequestIDThatIsNone(id: String) throws {
            let answer = next(id, try Event.options())
            let run = try run([answer, answer])
            #expect(run.calls == [Self.nextCall, Self.nextCall] && run.status == 1 && run.log.count == 1, "\(run.log)")
        }
    }
}
