import Support
import Testing

@testable import AWSClient

@Suite struct BedrockAnswerTests {
    private func answer(_ body: String, _ headers: KeyValuePairs<String, String> = [:]) throws -> Bedrock.Answer {
        let server = ScriptedServer { _ in [.answer(200, headers, body: body)] }
        defer { server.stop() }
        return try Claude.ask(try Claude.client(server))
    }

    @Test func anOrdinaryAnswer() throws {
        let answer = try answer(Claude.message("Fine.", stop: "end_turn", usage: (412, 63)))
        #expect(answer.text == "Fine." && answer.stopReason == "end_turn" && answer.attempts == 1)
        #expect(answer.inputTokens == 412 && answer.outputTokens == 63)
    }

    @Test(arguments: [
        (#"[{"type":"thinking","thinking":"hm"},{"type":"text","text":"A."},{"type":"text","text":"B."}]"#, "A."),
        (#"[{"type":"tool_use","text":"no"},{"type":"text","text":"A."}]"#, "A."),
        (#"[{"type":"text"},{"type":"text","text":7},null,9,{"type":"text","text":"A."}]"#, "A."),
        (#"[{"type":"thinking","text":"no"}]"#, ""), ("[]", ""), (#"[{"text":"no"}]"#, ""),
        (#"[{"type":"text","text":""}]"#, ""),
    ]) func theFirstTextBlockCounts(content: String, text: String) throws {
        #expect(try answer(#"{"content":\#(content),"stop_reason":"end_turn"}"#).text == text)
    }

    @Test(arguments: [
        (#"{"content":[],"stop_reason":"max_tokens"}"#, "max_tokens"),
        (#"{"content":[],"stop_reason":"refusal"}"#, "refusal"),
        (#"{"content":[]}"#, ""), (#"{"content":[],"stop_reason":null}"#, ""),
        (#"{"content":[],"stop_reason":"end_turn","amazon-bedrock-guardrailAction":"NONE"}"#, "end_turn"),
        (
            #"{"content":[],"stop_reason":"end_turn","amazon-bedrock-guardrailAction":"INTERVENED"}"#,
            "guardrail_intervened"
        ),
        (#"{"content":[],"amazon-bedrock-guardrailAction":"GUARDRAIL_INTERVENED"}"#, "guardrail_intervened"),
    ]) func theStopReasonIsTold(body: String, reason: String) throws { #expect(try answer(body).stopReason == reason) }

    @Test func usageComesFromTheBodyOrTheHeaders() throws {
        let headers: KeyValuePairs = [
            "X-Amzn-Bedrock-Input-Token-Count": "7", "X-Amzn-Bedrock-Output-Token-Count": "8",
        ]
        let fromBody = try answer(#"{"content":[],"usage":{"input_tokens":1,"output_tokens":2}}"#, headers)
        #expect(fromBody.inputTokens == 1 && fromBody.outputTokens == 2)
        let fromHeaders = try answer(#"{"content":[]}"#, headers)
        #expect(fromHeaders.inputTokens == 7 && fromHeaders.outputTokens == 8)
        let mixed = try answer(#"{"content":[],"usage":{"input_tokens":"x","output_tokens":-2}}"#, headers)
        #expect(mixed.inputTokens == 7 && mixed.outputTokens == 0)
        let none = try answer(
            #"{"content":[],"usage":{"input_tokens":1e99}}"#, ["X-Amzn-Bedrock-Output-Token-Count": "x"])
        #expect(none.inputTokens == 0 && none.outputTokens == 0)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "{", "{}", "<html></html>", #"{"content":"text"}"#, #"{"content":null}"#,
        #"{"content":{}}"#, "\u{0}\u{1}",
        #"{"output":{"message":{}}}"#, String(repeating: "[", count: 100_000),
    ]) func whatIsNoMessageIsMalformed(body: String) throws {
        let error = #expect(throws: AWSError.self) { try answer(body) }
        #expect(error?.type == "MalformedAnswer" && error?.kind == .unavailable && error?.attempts == 1)
    }

    @Test func attemptsAreCounted() throws {
        let server = ScriptedServer(script: [
            [Claude.error(429, "ThrottlingException")], [.answer(503)], [Claude.answer()],
        ])
        defer { server.stop() }
        #expect(try Claude.ask(try Claude.client(server)).attempts == 3)
        let other = ScriptedServer(script: [[.answer(503)], [.answer(200, body: "garbage")], [Claude.answer()]])
        defer { other.stop() }
        let bedrock = try Claude.client(other)
        let error = #expect(throws: AWSError.self) { try Claude.ask(bedrock) }
        #expect(error?.type == "MalformedAnswer" && error?.attempts == 2)
    }
}
