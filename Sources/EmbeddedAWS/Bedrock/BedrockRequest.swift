import JSON

/// The body of InvokeModel, as the function sends it: a system text and one message of the user. Everything else is
/// refused by name.
struct BedrockRequest {
    let maximumTokens: Int
    let system: String
    let prompt: String

    /// It is an error, worded as Bedrock words it, if the body is not such a request.
    init(_ body: [UInt8]) throws(ServiceError) {
        guard let value = try? JSONValue(parsing: body), value.members != nil else {
            throw .validation("Malformed input request: the body is not a JSON object, please reformat your input.")
        }
        try Self.checkMembers(
            of: value, ["anthropic_version", "max_tokens", "temperature", "system", "messages"], at: "")
        guard value["anthropic_version"]?.string == "bedrock-2023-05-31" else {
            throw .validation("anthropic_version: Input should be 'bedrock-2023-05-31'")
        }
        guard let maximum = try Self.member("max_tokens", of: value).integer, maximum >= 1 else {
            throw .validation("max_tokens: Input should be a whole number greater than or equal to 1")
        }
        maximumTokens = maximum
        if let temperature = value["temperature"] {
            guard case .number(let text) = temperature, let number = Double(text), (0...1).contains(number) else {
                throw .validation("temperature: Input should be a number from 0 to 1")
            }
        }
        system = try value["system"].map { text throws(ServiceError) in try Self.text(text, "system") } ?? ""
        guard let messages = try Self.member("messages", of: value).array else {
            throw .validation("messages: Input should be a valid list")
        }
        guard let message = messages.first else { throw .validation("messages: at least one message is required") }
        guard messages.count == 1 else { throw .validation("\(ServiceError.doesNotKnow) messages.1") }
        guard message.members != nil else { throw .validation("messages.0: Input should be an object") }
        try Self.checkMembers(of: message, ["role", "content"], at: "messages.0.")
        guard message["role"]?.string == "user" else {
            throw .validation("messages.0.role: first message must use the \"user\" role")
        }
        prompt = try Self.text(Self.member("content", of: message, at: "messages.0."), "messages.0.content")
    }

    private static func checkMembers(of value: JSONValue, _ known: Set<String>, at path: String) throws(ServiceError) {
        guard let other = value.members?.first(where: { !known.contains($0.name) }) else { return }
        throw .validation("\(ServiceError.doesNotKnow) \(path)\(other.name.prefix(60))")
    }

    private static func member(
        _ name: String, of value: JSONValue, at path: String = ""
    ) throws(ServiceError) -> JSONValue {
        guard let member = value[name] else { throw .validation("\(path)\(name): Field required") }
        return member
    }

    private static func text(_ value: JSONValue, _ path: String) throws(ServiceError) -> String {
        guard let text = value.string else {
            throw .validation("\(ServiceError.doesNotKnow) \(path) that is not a string")
        }
        guard !text.isEmpty else { throw .validation("\(path): text content must be non-empty") }
        return text
    }
}
