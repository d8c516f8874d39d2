import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What the model's message is made of, and what of it is passed on.
    @Suite(.needsExplainer) struct MessageTests {
        private static func message(
            _ content: [[String: String]], stop: String? = "end_turn"
        ) -> ScriptedServer.Step {
            var message: [String: Any] = [
                "type": "message", "role": "assistant", "content": content,
                "usage": ["input_tokens": 412, "output_tokens": 150],
            ]
            message["stop_reason"] = stop
            let data = (try? JSONSerialization.data(withJSONObject: message)) ?? Data()
            return .answer(200, ["Content-Type": "application/json"], body: String(decoding: data, as: UTF8.self))
        }

        private static func text(_ text: String) -> [String: String] { ["type": "text", "text": text] }
        private static let thinking = ["type": "thinking", "thinking": "Hm."]

        /// What comes of each message, asked one after the other.
        private func explain(
            _ messages: [ScriptedServer.Step], _ match: String = Explainer.healthCheck,
            _ check: (Int, Answer) throws -> Void
        ) throws {
            try Explainer.run(ScriptedServer(script: messages.map { [$0] }), ["EXPLANATION_CACHE_SECONDS": "0"]) {
                (instance) throws in
                for index in messages.indices { try check(index, try instance.explain(match)) }
            }
        }

        @Test func allItsTextBlocksCount() throws {
            let contents: [([[String: String]], String)] = [
                ([Self.text("\n\n"), Self.text("It fits.")], "It fits."),
                ([Self.text("It "), Self.text("fits"), Self.text(".")], "It fits."),
                (
                    [Self.thinking, Self.text("It fits."), Self.thinking, Self.text("It is near.")],
                    "It fits. It is near."
                ),
                ([Self.text("You have $15,"), Self.text("000 for it.")], "You have $15,000 for it."),
                ([Self.text(""), Self.text("It fits."), Self.text(" \n")], "It fits."),
            ]
            try explain(contents.map { Self.message($0.0) }) { index, answer in
                #expect(answer.source == "bedrock" && answer.explanation == contents[index].1, "\(answer.body)")
            }
        }

        /// The reasons that Anthropic and Bedrock document, and others: only a complete text is passed on uncut.
        @Test func aTextThatMayBeCutEndsWithASentence() throws {
            let cut = [
                "max_tokens", "model_context_window_exceeded", "pause_turn", "tool_use", "compaction", "new", "", nil,
            ]
            try explain(cut.map { Self.message([Self.text("It fits. It costs $12.")], stop: $0) }) { _, answer in
                #expect(answer.source == "bedrock" && answer.explanation == "It fits.", "\(answer.body)")
            }
            try explain(cut.map { Self.message([Self.text("It fits you and")], stop: $0) }) { _, answer in
                answer.expectUnfit("empty")
            }
            try explain(["end_turn", "stop_sequence"].map { Self.message([Self.text("It fits")], stop: $0) }) {
                _, answer in
                #expect(answer.source == "bedrock" && answer.explanation == "It fits")
            }
            try explain(["refusal"].map { Self.message([Self.text("I cannot.")], stop: $0) }) { _, answer in
                answer.expectUnfit("refusal")
            }
        }

        @Test func markdownIsNotPassedOn() throws {
            let texts = [
                "It is **very** near.", "__It fits.__", "# Match\n\nIt fits.", "It fits:\n- price\n- place",
                "* It fits.",
                "1. It fits.\n2. It is near.", "It is `near`.", "It fits.\n> near", "It *really* fits.",
                "```\nIt fits.\n```",
                "It fits.\n\n---\n\nIt is near.", "[it][1] fits", "~~It fits.~~",
            ]
            try explain(texts.map { Self.message([Self.text($0)]) }) { _, answer in answer.expectUnfit("markup") }
            let plain = [
                "It is #A - near, price * place.", "It has it all; the price* fits.", "It fits.\n\nIt is near.",
            ]
            try explain(plain.map { Self.message([Self.text($0)]) }) { _, answer in
                #expect(answer.source == "bedrock", "\(answer.log)")
            }
        }

        /// A model may use up its tokens before it writes. That is a failure, with its cost and with advice.
        @Test func aMessageThatOnlyThinksIsAFailure() throws {
            let contents: [[[String: String]]] = [
                [Self.thinking], [], [Self.thinking, Self.text(" ")], [Self.text("\n")],
            ]
            try explain(contents.map { Self.message($0, stop: "max_tokens") }) { _, answer in
                answer.expectFallback("NoText", attempts: 1)
                let line = try LogCapture.object(try #require(answer.errors.first))
                #expect((line["advice"] as? String)?.contains("BEDROCK_MAX_TOKENS") == true, "\(line)")
                #expect(line["ModelFailures"] as? Int == 1 && line["ModelCalls"] as? Int == 1)
                #expect(line["InputTokens"] as? Int == 412 && line["OutputTokens"] as? Int == 150)
                #expect(answer.warnings.isEmpty)
            }
            try explain([Self.message([Self.thinking])]) { _, answer in answer.expectUnfit("empty") }
        }
    }
}
