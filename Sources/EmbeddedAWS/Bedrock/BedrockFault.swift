import JSON

/// A way in which a call of a model can fail on purpose. The raw values are the names of `--bedrock-fault`.
package enum BedrockFault: String, CaseIterable, Sendable {
    // Errors of the service.
    case throttle
    case notReady = "not-ready"
    case fail, unavailable, timeout
    case modelError = "model-error"
    case quota, deny, ended, profile
    // Responses that do not arrive as they should.
    case hang, drip, reset
    case cutOff = "cut-off"
    case garbage, huge
    // Messages that are not fit to pass on, or not simple.
    case refuse, empty
    case maxTokens = "max-tokens"
    case link, markup, long
    case thinkingFirst = "thinking-first"

    /// Bytes of a huge response.
    static let hugeBytes = 50 << 20
    /// Characters of a long text: a hundred more than the function passes on.
    static let longCharacters = 1300

    /// Returns the response in place of that of `message`, whose text is `text` when nothing cuts it.
    func response(_ message: BedrockMessage, text: String) -> HTTPResponse {
        if let error = error(message.model.id) { return error.bedrockResponse }
        var message = message
        func say(_ text: String) { message.content = [BedrockMessage.block(text)] }
        var delivery = HTTPResponse.Delivery.whole
        switch self {
        case .hang: delivery = .never
        case .drip: delivery = .bytePerSecond
        case .reset: delivery = .reset
        case .cutOff: delivery = .cutOff
        case .garbage: return .json(200, Array("<html>{\"content\":".utf8))
        case .huge: say(String(repeating: "x", count: Self.hugeBytes))
        case .refuse:
            say("I cannot help with that.")
            message.stopReason = "refusal"
        case .empty: message.content = []
        case .maxTokens:
            say(String(text.dropLast(text.count / 3)))
            message.stopReason = "max_tokens"
        case .link: say("\(text) See https://example.com/offer for more.")
        case .markup: say("\(text) <b>Enrol today</b>.")
        case .long:
            let times = Self.longCharacters / (text.count + 1) + 1
            say(String(repeating: "\(text) ", count: times).prefix(Self.longCharacters - 1) + ".")
        case .thinkingFirst:
            let thinking: JSONValue = [
                "type": "thinking", "thinking": "A match to explain.", "signature": "ZW1iZWRkZWQ=",
            ]
            message.content.insert(thinking, at: 0)
        default: break
        }
        var response = message.response
        response.delivery = delivery
        return response
    }

    /// Returns the error of a fault that is one.
    private func error(_ model: String) -> ServiceError? {
        switch self {
        case .throttle:
            ServiceError("ThrottlingException", "Too many requests, please wait before trying again.", status: 429)
        case .notReady:
            ServiceError("ModelNotReadyException", "The model is not ready yet, please try again.", status: 429)
        case .fail:
            ServiceError("InternalServerException", "An internal error occurred, please try again.", status: 500)
        case .unavailable:
            ServiceError("ServiceUnavailableException", "The service is not available, please try again.", status: 503)
        case .timeout:
            ServiceError("ModelTimeoutException", "The model took too long to process the request.", status: 408)
        case .modelError:
            ServiceError("ModelErrorException", "The model failed while it processed the request.", status: 424)
        case .quota:
            ServiceError(
                "ServiceQuotaExceededException",
                "The request exceeds a quota of your account: too many tokens for this day.")
        case .deny: .accessDenied("The role of the function is not authorized to perform: bedrock:InvokeModel.")
        case .ended: .modelHasEnded(model)
        case .profile: .needsInferenceProfile(model)
        default: nil
        }
    }
}
