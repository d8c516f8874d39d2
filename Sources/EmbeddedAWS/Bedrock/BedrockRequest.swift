import JSON

/// The body of InvokeModel for Anthropic's models, checked as Bedrock checks it.
struct BedrockRequest {
    let maximumTokens: Int
    /// The text of `system` and of all messages, in that order.
    let texts: [String]
    /// The text of the last message of the user.
    let prompt: String

    /// Throws the ValidationException that names what is wrong.
    init(_ body: [UInt8]) throws(BedrockError) {
        guard let value = try? JSONValue(parsing: body), let members = value.members else {
            throw .validation("Malformed input request: the body is not a JSON object, please reformat your input.")
        }
        if let extra = members.first(where: { !Self.known.contains($0.name) }) {
            throw Self.malformed("extraneous key [\(extra.name.prefix(80))] is not permitted")
        }
        guard value["anthropic_version"]?.string == "bedrock-2023-05-31" else {
            throw .validation("anthropic_version: Input should be 'bedrock-2023-05-31'")
        }
        guard let tokens = value["max_tokens"] else { throw .validation("max_tokens: Field required") }
        guard let maximum = tokens.integer, maximum >= 1 else {
            throw .validation("max_tokens: Input should be a whole number greater than or equal to 1")
        }
        maximumTokens = maximum
        for name in ["temperature", "top_p"] { try Self.checkFraction(value, name) }
        let messages = try Self.messages(value)
        var texts: [String] = []
        if let system = value["system"] { texts.append(try Self.text(system, "system")) }
        self.texts = texts + messages.map(\.text)
        prompt = messages.last { $0.role == "user" }?.text ?? ""
    }

    private static let known: Set = [
        "anthropic_version", "anthropic_beta", "max_tokens", "messages", "system", "temperature", "top_p", "top_k",
        "stop_sequences", "tools", "tool_choice", "thinking",
    ]

    private static func messages(_ value: JSONValue) throws(BedrockError) -> [(role: String, text: String)] {
        guard let given = value["messages"] else { throw .validation("messages: Field required") }
        guard let list = given.array else { throw .validation("messages: Input should be a valid list") }
        guard !list.isEmpty else { throw .validation("messages: at least one message is required") }
        var messages: [(role: String, text: String)] = []
        for (index, message) in list.enumerated() {
            guard let members = message.members else {
                throw .validation("messages.\(index): Input should be an object")
            }
            if let extra = members.first(where: { $0.name != "role" && $0.name != "content" }) {
                throw Self.malformed("messages.\(index): extraneous key [\(extra.name.prefix(80))] is not permitted")
            }
            guard let role = message["role"]?.string, role == "user" || role == "assistant" else {
                throw .validation("messages.\(index).role: Input should be 'user' or 'assistant'")
            }
            guard index > 0 || role == "user" else {
                throw .validation("messages: first message must use the \"user\" role")
            }
            guard let content = message["content"] else {
                throw .validation("messages.\(index).content: Field required")
            }
            messages.append((role, try text(content, "messages.\(index).content")))
        }
        return messages
    }

    /// A string, or blocks of which those of type text have one; neither may be empty.
    private static func text(_ content: JSONValue, _ path: String) throws(BedrockError) -> String {
        if let text = content.string {
            guard !text.isEmpty else { throw .validation("\(path): text content must be non-empty") }
            return text
        }
        guard let blocks = content.array else {
            throw .validation("\(path): Input should be a string or a list of content blocks")
        }
        guard !blocks.isEmpty else { throw .validation("\(path): at least one content block is required") }
        var texts: [String] = []
        for (index, block) in blocks.enumerated() {
            guard let type = block["type"]?.string else { throw .validation("\(path).\(index).type: Field required") }
            guard type == "text" else { continue }
            guard let text = block["text"]?.string, !text.isEmpty else {
                throw .validation("\(path).\(index).text: text content blocks must be non-empty")
            }
            texts.append(text)
        }
        return texts.joined(separator: "\n")
    }

    private static func checkFraction(_ value: JSONValue, _ name: String) throws(BedrockError) {
        guard let given = value[name] else { return }
        guard case .number(let text) = given, let number = Double(text), (0...1).contains(number) else {
            throw .validation("\(name): Input should be a number from 0 to 1")
        }
    }

    private static func malformed(_ what: String) -> BedrockError {
        .validation("Malformed input request: \(what), please reformat your input and try again.")
    }
}
