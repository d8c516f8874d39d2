import JSON

/// What can be made to go wrong with a call of a model, by the names of `--bedrock-fault`.
package enum BedrockFault: String, CaseIterable, Sendable {
    // Errors of the service.
    case throttle
    case notReady = "not-ready"
    case fail, unavailable, timeout
    case modelError = "model-error"
    case quota, deny, ended, profile
    // Answers that do not arrive as they should.
    case hang, drip, reset
    case cutOff = "cut-off"
    case garbage, huge
    // Messages that are not fit to pass on, or not simple.
    case refuse, empty
    case maxTokens = "max-tokens"
    case link, markup, long
    case thinkingFirst = "thinking-first"

    /// Bytes of a huge answer.
    static let hugeBytes = 50 << 20

    /// What a call gets instead of `message`.
    func response(_ message: BedrockMessage, text: String) -> HTTPResponse {
        if let error = error(message.model.id) { return error.response }
        switch self {
        case .hang: return delivered(message.response, .never)
        case .drip: return delivered(message.response, .bytePerSecond)
        case .reset: return delivered(message.response, .reset)
        case .cutOff: return delivered(message.response, .cutOff)
        case .garbage:
            return HTTPResponse(
                status: 200, headers: [("Content-Type", "application/json")], body: Array("<html>{\"content\":".utf8))
        case .huge: return saying(String(repeating: "x", count: Self.hugeBytes), message, stopReason: "end_turn")
        case .refuse: return saying("I cannot help with that.", message, stopReason: "refusal")
        case .empty: return answering([], message)
        case .maxTokens:
            return saying(String(text.dropLast(text.count / 3)), message, stopReason: "max_tokens")
        case .link: return saying("\(text) See https://example.com/offer for more.", message)
        case .markup: return saying("\(text) <b>Enrol today</b>.", message)
        case .long:
            let times = BedrockFault.longCharacters / max(1, text.count + 1) + 1
            let many = String(repeating: "\(text) ", count: times).prefix(BedrockFault.longCharacters - 1) + "."
            return saying(String(many), message)
        case .thinkingFirst:
            let thinking: JSONValue = [
                "type": "thinking", "thinking": "A match to explain.", "signature": "ZW1iZWRkZWQ=",
            ]
            return answering([thinking] + message.content, message)
        default: return message.response
        }
    }

    /// Characters of a long answer: a hundred more than the function passes on.
    static let longCharacters = 1300

    private func delivered(_ response: HTTPResponse, _ delivery: HTTPResponse.Delivery) -> HTTPResponse {
        var response = response
        response.delivery = delivery
        return response
    }

    private func saying(_ text: String, _ message: BedrockMessage, stopReason: String = "end_turn") -> HTTPResponse {
        answering([BedrockMessage.block(text)], message, stopReason: stopReason)
    }

    private func answering(
        _ content: [JSONValue], _ message: BedrockMessage, stopReason: String = "end_turn"
    ) -> HTTPResponse {
        var message = message
        message.content = content
        message.stopReason = stopReason
        return message.response
    }

    /// The error of the faults that are one.
    private func error(_ model: String) -> BedrockError? {
        switch self {
        case .throttle:
            BedrockError(
                status: 429, name: "ThrottlingException", message: "Too many requests, please wait before trying again."
            )
        case .notReady:
            BedrockError(
                status: 429, name: "ModelNotReadyException", message: "The model is not ready yet, please try again.")
        case .fail:
            BedrockError(
                status: 500, name: "InternalServerException", message: "An internal error occurred, please try again.")
        case .unavailable:
            BedrockError(
                status: 503, name: "ServiceUnavailableException",
                message: "The service is not available, please try again.")
        case .timeout:
            BedrockError(
                status: 408, name: "ModelTimeoutException", message: "The model took too long to process the request.")
        case .modelError:
            BedrockError(
                status: 424, name: "ModelErrorException", message: "The model failed while it processed the request.")
        case .quota:
            BedrockError(
                status: 400, name: "ServiceQuotaExceededException",
                message: "The request exceeds a quota of your account: too many tokens for this day.")
        case .deny: .accessDenied("The role of the function is not authorized to perform: bedrock:InvokeModel.")
        case .ended: .modelHasEnded(model)
        case .profile: .needsInferenceProfile(model)
        default: nil
        }
    }
}
