import JSON
import Support
import Testing

@testable import AWSClient

@Suite struct BedrockMessageTests {
    private func message(_ body: String, _ headers: KeyValuePairs<String, String> = [:]) throws -> Bedrock.Message {
        let server = ScriptedServer { _ in [.answer(200, headers, body: body)] }
        defer { server.stop() }
        return try ScriptedModel.ask(try ScriptedModel.client(server))
    }

    @Test func anOrdinaryMessage() throws {
        let message = try message(
            ScriptedModel.message(
                [["type": "text", "text": "Fine."]], stop: "end_turn", usage: (412, 63)))
        #expect(message.text == "Fine." && message.stopReason == "end_turn" && message.attempts == 1)
        #expect(message.inputTokens == 412 && message.outputTokens == 63)
    }

    /// All blocks of type text count, in their order.
    @Test(arguments: [
        (#"[{"type":"text","text":"A."}]"#, "A."),
        (#"[{"type":"text","text":"\n\n"},{"type":"text","text":"It fits."}]"#, "\n\nIt fits."),
        (#"[{"type":"text","text":"It "},{"type":"text","text":"fits."}]"#, "It fits."),
        (#"[{"type":"text","text":"It f"},{"type":"text","text":"its"},{"type":"text","text":"."}]"#, "It fits."),
        (#"[{"type":"text","text":"It costs $12."},{"type":"text","text":"50 an hour."}]"#, "It costs $12.50 an hour."),
        (#"[{"type":"thinking","thinking":"hm"},{"type":"text","text":"A."},{"type":"text","text":"B."}]"#, "A. B."),
        (#"[{"type":"text","text":"A!"},{"type":"thinking","thinking":"hm"},{"type":"text","text":"B?"}]"#, "A! B?"),
        (#"[{"type":"text","text":""},{"type":"text","text":"A."},{"type":"text","text":""}]"#, "A."),
        (#"[{"type":"tool_use","text":"no"},{"type":"text","text":"A."}]"#, "A."),
        (#"[{"type":"text"},{"type":"text","text":7},null,9,{"type":"text","text":"A."}]"#, "A."),
        (#"[{"type":"thinking","text":"no"}]"#, ""), ("[]", ""), (#"[{"text":"no"}]"#, ""),
        (#"[{"type":"text","text":""}]"#, ""),
    ]) func allTextBlocksCount(content: String, text: String) throws {
        #expect(try message(#"{"content":\#(content),"stop_reason":"end_turn"}"#).text == text)
    }

    /// A text in any number of blocks, with blocks of other types in between, is the same text.
    @Test func anySplitIsTheSameText() throws {
        var random = Chance(seed: 9)
        let text = "Lone Star is near, at $12.50 an hour; it fits. You would train in St. Louis!"
        for _ in 0..<50 {
            var content: [JSONValue] = []
            var rest = text[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 0...20, using: &random))
                rest = rest.dropFirst(piece.count)
                content.append(["type": "text", "text": .string(String(piece))])
                if Bool.random(using: &random) {
                    content.append(["type": "thinking", "thinking": "Hm.", "text": "No."])
                }
            }
            #expect(try message(ScriptedModel.message(content, stop: "end_turn", usage: (1, 1))).text == text)
        }
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
    ]) func theStopReasonIsTold(body: String, reason: String) throws { #expect(try message(body).stopReason == reason) }

    @Test func usageComesFromTheBodyOrTheHeaders() throws {
        let headers: KeyValuePairs = [
            "X-Amzn-Bedrock-Input-Token-Count": "7", "X-Amzn-Bedrock-Output-Token-Count": "8",
        ]
        let fromBody = try message(#"{"content":[],"usage":{"input_tokens":1,"output_tokens":2}}"#, headers)
        #expect(fromBody.inputTokens == 1 && fromBody.outputTokens == 2)
        let fromHeaders = try message(#"{"content":[]}"#, headers)
        #expect(fromHeaders.inputTokens == 7 && fromHeaders.outputTokens == 8)
        let mixed = try message(#"{"content":[],"usage":{"input_tokens":"x","output_tokens":-2}}"#, headers)
        #expect(mixed.inputTokens == 7 && mixed.outputTokens == 0)
        let none = try message(
            #"{"content":[],"usage":{"input_tokens":1e99}}"#, ["X-Amzn-Bedrock-Output-Token-Count": "x"])
        #expect(none.inputTokens == 0 && none.outputTokens == 0)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "{", "{}", "<html></html>", #"{"content":"text"}"#, #"{"content":null}"#,
        #"{"content":{}}"#, "\u{0}\u{1}",
        #"{"output":{"message":{}}}"#, String(repeating: "[", count: 100_000),
    ]) func whatIsNoMessageIsMalformed(body: String) throws {
        let error = #expect(throws: AWSError.self) { try message(body) }
        #expect(error?.type == "MalformedResponse" && error?.kind == .unavailable && error?.attempts == 1)
    }

    /// A model that thinks may use up its tokens before it writes.
    @Test(arguments: [
        ("[]", "max_tokens", true), (#"[{"type":"thinking","thinking":"hm"}]"#, "max_tokens", true),
        (#"[{"type":"redacted_thinking","data":"x"},{"type":"text","text":" \n"}]"#, "max_tokens", true),
        (#"[{"type":"text","text":"A"}]"#, "max_tokens", false), ("[]", "end_turn", false), ("[]", "refusal", false),
        ("[]", "something_new", false),
    ]) func aMessageThatIsCutBeforeItsTextIsAnError(content: String, stop: String, isError: Bool) throws {
        let error = try message(#"{"content":\#(content),"stop_reason":"\#(stop)"}"#).cutBeforeText
        #expect((error != nil) == isError && (error?.reason == .outputLimit) == isError)
        #expect(error == nil || error?.attempts == 1)
    }

    @Test func attemptsAreCounted() throws {
        let server = ScriptedServer(script: [
            [ScriptedModel.error(429, "ThrottlingException")], [.answer(503)], [ScriptedModel.response()],
        ])
        defer { server.stop() }
        #expect(try ScriptedModel.ask(try ScriptedModel.client(server)).attempts == 3)
        let other = ScriptedServer(script: [
            [.answer(503)], [.answer(200, body: "garbage")], [ScriptedModel.response()],
        ])
        defer { other.stop() }
        let bedrock = try ScriptedModel.client(other)
        let error = #expect(throws: AWSError.self) { try ScriptedModel.ask(bedrock) }
        #expect(error?.type == "MalformedResponse" && error?.attempts == 2)
    }
}
