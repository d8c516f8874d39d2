import AWSClient
import Bytes
import JSON

/// The message that a model answers with, and the headers that Bedrock adds to it.
struct BedrockMessage {
    let model: BedrockModelID
    let request: BedrockRequest
    /// In the order of the answer.
    var content: [JSONValue]
    var stopReason = "end_turn"
    private let text: String

    /// A message of one block of text, cut at the request's limit of tokens.
    init(_ model: BedrockModelID, _ request: BedrockRequest, text: String) {
        self.model = model
        self.request = request
        let limit = request.maximumTokens.multipliedReportingOverflow(by: Self.charactersPerToken)
        self.text = limit.overflow ? text : String(text.prefix(limit.partialValue))
        if self.text.count < text.count { stopReason = "max_tokens" }
        content = [Self.block(self.text)]
    }

    /// About what a token of English is: counts come from lengths, so that they are always the same.
    static let charactersPerToken = 4

    static func block(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }

    var response: HTTPResponse {
        let input = Self.tokens(request.texts.reduce(0) { $0 + $1.count })
        let output = Self.tokens(text.count)
        let id = Array((request.texts.joined() + text).utf8).withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        let message: JSONValue = [
            "id": .string("msg_bdrk_\(id.prefix(24))"), "type": "message", "role": "assistant",
            "model": .string(model.answeredName), "content": .array(content), "stop_reason": .string(stopReason),
            "stop_sequence": .null,
            "usage": ["input_tokens": .number(String(input)), "output_tokens": .number(String(output))],
        ]
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", "application/json"), ("x-amzn-bedrock-input-token-count", String(input)),
                ("x-amzn-bedrock-output-token-count", String(output)), ("x-amzn-bedrock-invocation-latency", "1"),
            ], body: Array(message.text.utf8))
    }

    private static func tokens(_ characters: Int) -> Int { (characters + charactersPerToken - 1) / charactersPerToken }
}
