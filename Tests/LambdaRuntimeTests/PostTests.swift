import Foundation
import Support
import Testing

extension LoopTests {
    /// Posting the answer, and what the Runtime API says to it.
    @Suite struct PostTests {
        private let event: [ScriptedServer.Step] = [.event("{\"a\":1}")]
        private let accepted: [ScriptedServer.Step] = [.accepted]

        @Test func requestsAreWhole() throws {
            let run = try LoopRun([event, accepted])
            let next = try #require(run.requests.first)
            #expect(next.line == "GET /2018-06-01/runtime/invocation/next HTTP/1.1")
            #expect(next.body == [] && next.headers["content-length"] == nil && next.receives == 1)
            let response = try #require(run.requests.dropFirst().first)
            #expect(response.line == "POST /2018-06-01/runtime/invocation/\(RuntimeResponse.id)/response HTTP/1.1")
            #expect(response.headers["content-length"] == "7")
            #expect(response.headers["content-type"] == "application/json")
            #expect(String(decoding: response.body, as: UTF8.self) == "{\"a\":1}")
            // One write.
            #expect(response.receives == 1)
            for request in run.requests {
                #expect(request.headers["host"]?.hasPrefix("127.0.0.1:") == true)
                #expect(request.headers["user-agent"]?.isEmpty == false)
                #expect(request.headers["transfer-encoding"] == nil && request.headers["expect"] == nil)
                #expect(request.head.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0D || $0 == 0x0A })
            }
        }

        /// What the Runtime API says to a response or an error: what the loop logs, and whether it goes on.
        @Test(
            arguments: [
                (202, nil, true), (413, "the response is larger than Lambda takes", true),
                (400, "the Runtime API refused the response", true),
                (403, "the Runtime API refused the response", true),
                (404, "the Runtime API refused the response", true),
                (410, "the Runtime API refused the response", true),
                (500, "the Runtime API failed; the process ends", false),
                (503, "the Runtime API failed; the process ends", false),
            ] as [(Int, String?, Bool)], [false, true])
        func everyStatus(_ expected: (status: Int, message: String?, goesOn: Bool), isError: Bool) throws {
            struct Bad: Error {}
            let run = try LoopRun([event, [.status(expected.status)], event, accepted]) { invocation, response in
                if isError { throw Bad() }
                response.append(invocation.event)
            }
            let post = isError ? "error" : "response"
            #expect(run.paths == (expected.goesOn ? ["next", post, "next", post, "next"] : ["next", post]))
            #expect(run.status == 1 && run.calls.count == (expected.goesOn ? 2 : 1))
            let failed = isError ? ["the invocation failed"] : []
            let ending = expected.goesOn ? failed + ["the Runtime API gives no invocations; the process ends"] : []
            #expect(run.errors == failed + [expected.message].compactMap { $0 } + ending)
            #expect(run.lines.count == run.errors.count)
            guard let line = run.lines.first(where: { $0["message"] as? String == expected.message }) else { return }
            if expected.status == 413, !isError { #expect(line["bytes"] as? Int == 7) }
            #expect((line["cause"] as? String)?.contains("\(expected.status)") == true)
            #expect(line["requestId"] as? String == RuntimeResponse.id)
        }

        @Test func aRefusalThatComesBeforeTheEndOfALargeAnswerIsRead() throws {
            // The fake reads it all, as a socket's buffers do; then it answers and closes.
            let run = try LoopRun([event, [.status(413), .close], event, accepted]) {
                _, response in
                response.append([UInt8](repeating: 0x20, count: 6_300_000))
                response.append("1")
            }
            #expect(run.errors.first == "the response is larger than Lambda takes")
            #expect(run.lines.first?["bytes"] as? Int == 6_300_001)
            #expect(run.paths == ["next", "response", "next", "response", "next"])
        }

        @Test func answersOfSixMegabytesArriveWhole() throws {
            let text = String(repeating: "0123456789", count: 629_145)
            let run = try LoopRun([event, accepted]) { _, response in response.append(text) }
            #expect(run.requests.dropFirst().first?.body == Array(text.utf8))
            #expect(run.requests.dropFirst().first?.headers["content-length"] == "6291450")
        }

        @Test func anEmptyAnswerIsPosted() throws {
            let run = try LoopRun([event, accepted]) { _, _ in }
            #expect(run.requests.dropFirst().first?.headers["content-length"] == "0")
            #expect(run.errors.count == 1)
        }

        @Test func anAnswerHasNothingOfTheOneBefore() throws {
            let run = try LoopRun([
                [.event("\"long long\"")], accepted, [.event("1")], accepted,
            ])
            let bodies = run.requests.filter { $0.line.hasPrefix("POST") }.map {
                String(decoding: $0.body, as: UTF8.self)
            }
            #expect(bodies == ["\"long long\"", "1"])
        }
    }
}
