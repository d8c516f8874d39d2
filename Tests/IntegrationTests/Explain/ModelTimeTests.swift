import Foundation
import Support
import Testing

/// An answer is on its way before the deadline less 500 ms, and before 28 s, whatever Bedrock does.
///
/// Beside the other integration tests, not among them: these wait most of the time.
@Suite(.needsExplainer, .serialized) struct ModelTimeTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

    /// A byte a second.
    private static let drops = (0..<60).flatMap { _ in [ScriptedServer.Step.text(" "), .pause(milliseconds: 1000)] }

    /// Ways to take all the time that there is.
    private static let slow: [String: [ScriptedServer.Step]] = [
        "hangs": [.pause(milliseconds: 60_000)],
        "drips": [.text(head + "Content-Length: 1000\r\n\r\n")] + drops,
        "drips its head": [.text(head + "X-Drops: ")] + drops,
        "stops in the middle": [
            .text(head + "Content-Length: 1000\r\n\r\n{\"content\":["), .pause(milliseconds: 60_000),
        ],
    ]

    @Test(arguments: ["hangs", "drips", "drips its head", "stops in the middle"], [3000, 8000])
    func answersBeforeTheDeadline(fault: String, deadline: Int) throws {
        let steps = try #require(Self.slow[fault])
        try Explainer.run(ScriptedServer { _ in steps }) { instance in
            let answer = try instance.explain(milliseconds: deadline)
            answer.expectFallback("Timeout")
            #expect(answer.milliseconds < deadline - 500, "\(answer.milliseconds) ms")
            #expect(answer.milliseconds > deadline - 1500, "the model gets the time that there is")
        }
    }

    /// The model's answer comes when the caller has its own already: it is nobody's then, and the next call gets its own.
    @Test(arguments: [3000, 8000]) func doesNotWaitForAnAnswerAfterTheDeadline(deadline: Int) throws {
        let server = ScriptedServer { request in
            request.number == 0
                ? [.pause(milliseconds: deadline - 400), .model("Too late.")] : [.model("In time.")]
        }
        try Explainer.run(server) { instance in
            let late = try instance.explain(milliseconds: deadline)
            late.expectFallback("Timeout")
            #expect(late.milliseconds < deadline - 500, "\(late.milliseconds) ms")
            usleep(1_000_000)
            let next = try instance.explain(milliseconds: deadline)
            #expect(next.source == "bedrock" && next.explanation == "In time.")
        }
    }

    /// API Gateway waits for 29 s, however long the function may run.
    @Test func answersWithin28Seconds() throws {
        let server = ScriptedServer { _ in [.pause(milliseconds: 60_000)] }
        try Explainer.run(server) { instance in
            let answer = try instance.explain(milliseconds: 40_000)
            answer.expectFallback("Timeout")
            #expect(answer.milliseconds < 28_000 && answer.milliseconds > 20_000, "\(answer.milliseconds) ms")
            #expect(server.requests.count <= 3)
        }
    }

    /// What is wrong at once is answered at once, in at most three requests.
    private static let wrong: [String: (steps: [ScriptedServer.Step], attempts: Int)] = [
        "garbage": ([.text("garbage\r\n\r\n"), .close], 1),
        "cut off": ([.text(head + "Content-Length: 1000\r\n\r\n{\"content\":["), .close], 3),
        "closes": ([.close], 3),
        "no JSON": ([.answer(body: "<html>")], 1),
        "no message": ([.answer(body: #"{"completion":"text"}"#)], 1),
        "redirect": ([.answer(302, ["Location": "http://127.0.0.1:1/"])], 1),
    ]

    @Test(arguments: ["garbage", "cut off", "closes", "no JSON", "no message", "redirect"])
    func answersAtOnceWhatIsWrongAtOnce(fault: String) throws {
        let (steps, attempts) = try #require(Self.wrong[fault])
        let server = ScriptedServer { _ in steps }
        try Explainer.run(server) { instance in
            let answer = try instance.explain()
            #expect(answer.source == "template" && answer.isFallback == true && answer.errors.count == 1)
            #expect(answer.milliseconds < 3000 && server.requests.count == attempts, "\(server.requests.count)")
        }
    }

    /// No text, or none that is an answer.
    @Test(arguments: [#"{"content":[]}"#, #"{"content":[{"type":"text","text":""}]}"#])
    func aMessageWithoutTextIsUnfit(body: String) throws {
        try Explainer.run(ScriptedServer { _ in [.answer(body: body)] }) { instance in
            try instance.explain().expectUnfit("empty")
        }
    }

    @Test(arguments: [true, false]) func refusesAnAnswerWithoutEnd(hasLength: Bool) throws {
        let size = 50 << 20
        let length = hasLength ? "Content-Length: \(size)\r\n" : ""
        let server = ScriptedServer { _ in
            [.text(Self.head + length + "\r\n"), .send([UInt8](repeating: 0x20, count: size)), .close]
        }
        try Explainer.run(server) { instance in
            let answer = try instance.explain(milliseconds: 8000)
            #expect(answer.source == "template" && answer.isFallback == true && answer.milliseconds < 4000)
            #expect(answer.errors.first?.contains("larger than") == true, "\(answer.errors)")
            #expect(instance.peakMemory < 40 << 10 && server.requests.count == 1, "\(instance.peakMemory) KiB")
        }
    }

    @Test func namesAPortWhereNobodyListens() throws {
        try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())") { instance in
            let answer = try instance.explain()
            answer.expectFallback("ConnectionFailed", attempts: 3)
            #expect(answer.milliseconds < 2000 && answer.errors.first?.contains("curl error 7") == true)
        }
    }
}
