import JSON

/// An error as the Bedrock runtime answers it: the name in `x-amzn-errortype`, the body `{"message":…}`.
struct BedrockError: Error, Equatable {
    let status: Int
    let name: String
    let message: String

    /// The answer that a caller gets.
    var response: HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [
                ("Content-Type", "application/json"), ("x-amzn-errortype", "\(name):http://internal.amazon.com/"),
            ],
            body: Array((["message": .string(message)] as JSONValue).text.utf8))
    }

    static func validation(_ message: String) -> BedrockError {
        BedrockError(status: 400, name: "ValidationException", message: message)
    }

    static let unknownOperation = BedrockError(
        status: 404, name: "UnknownOperationException", message: "The embedded endpoint knows InvokeModel only")

    static func accessDenied(_ message: String) -> BedrockError {
        BedrockError(status: 403, name: "AccessDeniedException", message: message)
    }

    init(status: Int, name: String, message: String) {
        self.status = status
        self.name = name
        self.message = message
    }

    /// A signature that is refused is 403 here.
    init(_ error: SignatureError) { self.init(status: 403, name: error.name, message: error.message) }

    // The words "on-demand throughput" and "end of its life" are what tells these two from others of their names.

    static func needsInferenceProfile(_ id: String) -> BedrockError {
        validation(
            "Invocation of model ID \(id) with on-demand throughput isn't supported. Send the request again with the ID or "
                + "ARN of an inference profile that has this model.")
    }

    static func modelHasEnded(_ id: String) -> BedrockError {
        BedrockError(
            status: 404, name: "ResourceNotFoundException",
            message: "The model version \(id) has reached the end of its life. Choose a model that is still active.")
    }
}
