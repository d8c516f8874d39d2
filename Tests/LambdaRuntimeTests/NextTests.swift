import Foundation
import JSON
import Support
import Testing

extension LoopTests {
    /// `/next`: how events come.
    @Suite struct NextTests {
        private static let id = ("Lambda-Runtime-Aws-Request-Id", RuntimeResponse.id)
        private static let text = #"{"name":"né 東京 🛩","n":4.70}"#
        private static var bytes: [UInt8] { Array(text.utf8) }

        static let framings: [(String, [ScriptedServer.Step])] = [
            ("Content-Length", [.event(text)]),
            ("byte by byte", [.trickle(RuntimeResponse.event(text))]),
            ("one chunk", [.send(chunked([1000]))]), ("chunks of one byte", [.send(chunked([1]))]),
            ("odd chunks, extensions and trailers", [.send(chunked([3, 1, 17], decorated: true))]),
            ("odd chunks byte by byte", [.trickle(chunked([5, 2], decorated: true))]),
            ("names and values in odd case", [.send(head(["lAMBDA-rUNTIME-aWS-rEQUEST-iD", "CONTENT-LENGTH"]))]),
            ("no space and much space", [.send(spaced)]),
            ("an interim response before it", [.send(interim(1) + RuntimeResponse.event(text))]),
            (
                "three of them, slowly",
                [.trickle(interim(3)), .pause(milliseconds: 30), .trickle(RuntimeResponse.event(text))]
            ),
            ("HTTP/1.0 up to the end", [.send(old), .close]),
            ("up to the end", [.send(RuntimeResponse.head(200, [id]) + bytes), .close]),
            ("Connection: close", [.event(text, headers: [("Connection", "Close")]), .close]),
            (
                "a length and chunks",
                [.send(RuntimeResponse.head(200, [id, ("Content-Length", "3")] + chunks) + framed([9]))]
            ),
            (
                "a length stated twice",
                [.event(text, headers: [("content-length", "\(bytes.count)")])]
            ),
            (
                "a head in two segments",
                [
                    .send(Array(RuntimeResponse.event(text).prefix(40))), .pause(milliseconds: 20),
                    .send(Array(RuntimeResponse.event(text).dropFirst(40))),
                ]
            ),
        ]

        @Test(arguments: framings.map(\.0)) func everyFramingGivesTheEvent(name: String) throws {
            let steps = try #require(Self.framings.first { $0.0 == name }).1
            let run = try LoopRun([steps, [.accepted]])
            #expect(run.calls.map(\.text) == [Self.text])
            #expect(run.paths == ["next", "response", "next"])
            #expect(run.requests.dropFirst().first?.body == Self.bytes)
            #expect(run.status == 1 && run.errors.count == 1)
        }

        @Test func aConnectionIsKeptUnlessItIsToBeClosed() throws {
            let event = RuntimeResponse.event("{}")
            let kept = try LoopRun([[.send(event)], [.accepted], [.send(event)]])
            #expect(kept.requests.map(\.connection) == [0, 0, 0, 0])
            let closing = RuntimeResponse.event("{}", headers: [("Connection", "close")])
            let closed = try LoopRun([[.send(closing)], [.accepted]])
            #expect(closed.requests.map(\.connection) == [0, 1, 1])
            // Bytes after a response belong to nothing: the connection is not used again.
            let surplus = try LoopRun([
                [.send(event + Array("HTTP/1.1 202 x\r\n\r\n".utf8))], [.accepted],
            ])
            #expect(surplus.requests.map(\.connection) == [0, 1, 1])
            #expect(surplus.calls.map(\.text) == ["{}"])
        }

        @Test(arguments: [false, true]) func eventsOfSixMegabytes(isChunked: Bool) throws {
            let event = "\"" + String(repeating: "é", count: 3 << 20 - 1) + "\""
            let response =
                isChunked
                ? RuntimeResponse.head(200, [Self.id] + Self.chunks)
                    + RuntimeResponse.chunked(Array(event.utf8), sizes: [65_536, 1, 40_001])
                : RuntimeResponse.event(event)
            let run = try LoopRun([
                [.send(response)], [.accepted], [.event("1")],
            ])
            #expect(run.calls.map(\.event.count) == [event.utf8.count, 1])
            #expect(run.calls.first?.text == event)
            #expect(run.requests.dropFirst().first?.body.count == event.utf8.count)
        }

        @Test func aQuietRuntimeAPIIsWaitedFor() throws {
            // Shorter than a stall; `HTTPResponseReaderTests` has silences as long as one.
            let run = try LoopRun([
                [.pause(milliseconds: 300), .event("{}")], [.accepted],
            ])
            #expect(run.calls.count == 1 && run.requests.map(\.connection) == [0, 0, 0])
        }

        @Test func anEmptyEventReachesTheHandler() throws {
            let run = try LoopRun([[.event("")], [.accepted]])
            #expect(run.calls.map(\.text) == [""])
        }

        @Test(arguments: ["", "{", "not JSON", "{\"a\":1}}", "\u{0}"]) func whatIsNotJSONIsAnErrorOfTheInvocation(
            event: String
        ) throws {
            let run = try LoopRun([
                [.event(event)], [.accepted],
                [.event("{}")], [.accepted],
            ]) { invocation, response in response.append(try JSONValue(parsing: invocation.event).text) }
            #expect(run.paths == ["next", "error", "next", "response", "next"])
            let headers = try #require(run.requests.dropFirst().first?.headers)
            #expect(headers["lambda-runtime-function-error-type"] == "Function.JSONError")
            #expect(run.errors.count == 2)
        }

        // MARK: Framings

        private static var chunks: [(String, String)] { [("Transfer-Encoding", "Chunked")] }

        private static func framed(_ sizes: [Int], decorated: Bool = false) -> [UInt8] {
            RuntimeResponse.chunked(bytes, sizes: sizes, decorated: decorated)
        }

        private static func chunked(_ sizes: [Int], decorated: Bool = false) -> [UInt8] {
            RuntimeResponse.head(200, [id] + chunks) + framed(sizes, decorated: decorated)
        }

        private static func head(_ names: [String]) -> [UInt8] {
            RuntimeResponse.head(200, [(names[0], id.1), (names[1], "\(bytes.count)")]) + bytes
        }

        private static var spaced: [UInt8] {
            let lines = "\(id.0):\(id.1)\r\nContent-Length: \t \(bytes.count) \t\r\nX-Empty:\r\nX-Blank:  \r\n"
            return Array("HTTP/1.1 200 \r\n\(lines)\r\n".utf8) + bytes
        }

        private static func interim(_ times: Int) -> [UInt8] {
            Array(String(repeating: "HTTP/1.1 100 Continue\r\nX-Y: z\r\n\r\n", count: times).utf8)
        }

        private static var old: [UInt8] { Array("HTTP/1.0 200 OK\r\n\(id.0): \(id.1)\r\n\r\n".utf8) + bytes }
    }
}
