import Foundation
import Support
import Testing

@testable import MatchExplainer

/// An answer is on its way in time, whatever Bedrock does. One at a time, so that no test takes another's time.
@Suite(.serialized) struct TimeTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    /// Ways to give no answer.
    private static let faults: [(String, [ScriptedServer.Step])] = [
        ("hang", [.pause(milliseconds: 6000)]),
        (
            "drip",
            [.text(head + "Content-Length: 1000\r\n\r\n")]
                + (0..<60).flatMap { _ in [.text("{"), .pause(milliseconds: 100)] }
        ),
        ("drip the head", [.text(head + "a: ")] + (0..<60).flatMap { _ in [.text("x"), .pause(milliseconds: 100)] }),
        (
            "chunks without end",
            [.text(head + "Transfer-Encoding: chunked\r\n\r\n")]
                + (0..<60).flatMap { _ in [.text("1\r\n \r\n"), .pause(milliseconds: 100)] }
        ),
        (
            "stop in the middle",
            [.text(head + "Content-Length: 1000\r\n\r\n{\"content\":["), .pause(milliseconds: 6000)]
        ),
        (
            "interim answers",
            (0..<60).flatMap { _ in [.text("HTTP/1.1 100 Continue\r\n\r\n"), .pause(milliseconds: 100)] }
        ),
    ]

    @Test(arguments: faults.map(\.0)) func theDeadlineIsKept(fault: String) throws {
        let steps = Self.faults.first { $0.0 == fault }?.1 ?? []
        let bedrock = ScriptedServer { _ in steps }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full, left: 2500)
        #expect(answer.status == 200 && answer.source == "template" && answer.isFallback == true)
        // 2,500 less the 500 of the contract, and less 250 that are kept back; 200 are what a busy machine may add.
        #expect(answer.milliseconds < 1950 && answer.milliseconds > 1500, "\(answer.milliseconds) ms")
        #expect(answer.lines(with: "Bedrock").count == 1 && answer.lines(with: "\"level\":\"ERROR\"").count == 1)
    }

    /// 28 seconds count from the invocation's begin, however long the function may run.
    @Test func twentyEightSecondsAreKept() throws {
        let bedrock = ScriptedServer { _ in [.pause(milliseconds: 6000)] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full, elapsed: 27_000, left: 873_000)
        #expect(answer.source == "template" && answer.milliseconds < 1000 && answer.milliseconds > 500)
    }

    /// Neither hang: what is wrong at once is answered at once.
    @Test(
        arguments: [
            ("reset", [.reset]), ("close", [.close]), ("garbage", [.text("garbage\r\n\r\n"), .close]),
            ("cut off", [.text(head + "Content-Length: 1000\r\n\r\n{\"content\":["), .close]),
            ("not JSON", [.answer(body: "<html>")]),
            (
                "endless headers",
                [.text("HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 200_000)), .close]
            ),
            ("redirect", [.answer(302, ["Location": "http://127.0.0.1:1/"])]),
        ] as [(String, [ScriptedServer.Step])]) func aFailureIsAnsweredAtOnce(
            name: String, steps: [ScriptedServer.Step]
        ) throws
    {
        let bedrock = ScriptedServer { _ in steps }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.status == 200 && answer.source == "template" && answer.isFallback == true)
        #expect(answer.milliseconds < 3000 && bedrock.requests.count <= 4, "\(answer.milliseconds) ms")
    }

    @Test func fiftyMegabytesAreCutOff() throws {
        let body = [UInt8](repeating: 0x20, count: 50 << 20)
        let bedrock = ScriptedServer { _ in [.text(Self.head + "Content-Length: \(50 << 20)\r\n\r\n"), .send(body)] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full, left: 5000)
        #expect(answer.source == "template" && answer.milliseconds < 2000 && bedrock.requests.count == 1)
    }

    @Test func nobodyListens() throws {
        let bedrock = ScriptedServer { _ in [] }
        bedrock.stop()
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.source == "template" && answer.isFallback == true && answer.milliseconds < 3000)
    }

    /// Slow, then fine: an answer that comes in time is the model's.
    @Test func throttlingIsSurvived() throws {
        let bedrock = ScriptedServer(script: [
            [ScriptedModel.error(429, "ThrottlingException")],
            [.pause(milliseconds: 300), ScriptedModel.error(503, "ServiceUnavailableException")],
            [.pause(milliseconds: 300), ScriptedModel.response()],
        ])
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.source == "bedrock" && answer.lines(with: #""attempts":3"#).count == 1)
    }

    /// With no time left the answer is still one.
    @Test(arguments: [600, 100, 0, -1000]) func withoutTimeTheTemplateAnswersAtOnce(left: Int) throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full, left: left)
        #expect(
            answer.status == 200 && answer.source == "template" && answer.milliseconds < 300 && bedrock.requests.isEmpty
        )
    }
}
