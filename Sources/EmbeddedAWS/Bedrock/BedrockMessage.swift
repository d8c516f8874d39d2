import AWSClient
import Bytes
import JSON

/// A model's message, and the headers that Bedrock adds to it.
struct BedrockMessage {
    let model: BedrockModelID
    private let request: BedrockRequest
    private let text: String
    var content: [JSONValue]
    var stopReason = "end_turn"

    /// Counts of tokens come from lengths, so that they are always the same: about four characters of English are one.
    static let charactersPerToken = 4

    /// A message of one block of text, which is cut at the request's limit of tokens.
    init(_ model: BedrockModelID, _ request: BedrockRequest, text: String) {
        self.model = model
        self.request = request
        let limit = request.maximumTokens.multipliedReportingOverflow(by: Self.charactersPerToken)
        self.text = limit.overflow ? text : String(text.prefix(limit.partialValue))
        if self.text.count < text.count { stopReason = "max_tokens" }
        content = [Self.block(self.text)]
    }

    /// Returns a block of text.
    static func block(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }

    /// The response that a caller gets.
    var response: HTTPResponse {
        let input = Self.tokens(request.system.count + request.prompt.count)
        let output = Self.tokens(text.count)
        let id = Array((request.system + request.prompt + text).utf8).withUnsafeBytes {
            Hex.encode(SHA256.digest($0))
        }
        let message: JSONValue = [
            "id": .string("msg_bdrk_\(id.prefix(24))"), "type": "message", "role": "assistant",
            "model": .string(model.ownName), "content": .array(content), "stop_reason": .string(stopReason),
            "stop_sequence": .null,
            "usage": ["input_tokens": .number(String(input)), "output_tokens": .number(String(output))],
        ]
        var response = HTTPResponse.json(200, Array(message.text.utf8))
        response.headers += [
            ("x-amzn-bedrock-input-token-count", String(input)), ("x-amzn-bedrock-output-token-count", String(output)),
            ("x-amzn-bedrock-invocation-latency", "1"),
        ]
        return response
    }

    private static func tokens(_ characters: Int) -> Int { (characters + charactersPerToken - 1) / charactersPerToken }
}
