import JSON

extension Bedrock {
    /// A message of the model.
    package struct Message: Sendable {
        /// The text of all text blocks, joined; empty without such a block.
        package let text: String
        /// `end_turn`, `max_tokens`, `refusal` …, and `guardrail_intervened` where a guardrail wrote the text.
        package let stopReason: String
        /// The tokens of the prompt, as Bedrock counts them; 0 where it does not say.
        package let inputTokens: Int
        /// The tokens of the message, likewise.
        package let outputTokens: Int
        /// How many requests were sent.
        package let attempts: Int
    }
}

extension Bedrock.Message {
    /// Reads the response of a 200. It is an error that may not be repeated if it is not a message.
    init(_ response: HTTPTransport.Response) throws(AWSError) {
        guard let message = try? JSONValue(parsing: response.body), let content = message["content"]?.array else {
            throw AWSError(
                kind: .unavailable, type: AWSError.malformedResponse, operation: Bedrock.operation,
                detail: "\(response.body.count) bytes that are not a message", attempts: response.attempts)
        }
        text = Self.joined(content.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil })
        // A blocked response looks ordinary; only this member tells.
        let isBlocked = message["amazon-bedrock-guardrailAction"]?.string?.hasSuffix("INTERVENED") == true
        stopReason = isBlocked ? "guardrail_intervened" : message["stop_reason"]?.string ?? ""
        inputTokens = Self.tokens(message["usage"]?["input_tokens"], response["x-amzn-bedrock-input-token-count"])
        outputTokens = Self.tokens(message["usage"]?["output_tokens"], response["x-amzn-bedrock-output-token-count"])
        attempts = response.attempts
    }

    /// Blocks continue one another. Where one ends with a sentence and the next starts with a word, a space is missing.
    private static func joined(_ blocks: [String]) -> String {
        blocks.reduce("") { text, block in
            let isMissing = text.last.map { ".!?".contains($0) } == true && block.first?.isLetter == true
            return text + (isMissing ? " " : "") + block
        }
    }

    private static func tokens(_ member: JSONValue?, _ header: String?) -> Int {
        max(member?.integer ?? header.flatMap { Int($0) } ?? 0, 0)
    }

    /// The error of a message whose tokens were used up before it held text, as happens to models that think; nil for others.
    package var cutBeforeText: AWSError? {
        guard stopReason == "max_tokens", text.allSatisfy(\.isWhitespace) else { return nil }
        return AWSError(
            kind: .invalid, type: "NoText", operation: Bedrock.operation,
            detail: "max_tokens were used up before any text",
            reason: .outputLimit, attempts: attempts)
    }
}
