import AWSClient
import JSON

/// An error of an embedded service, named and worded as AWS does.
struct ServiceError: Error, Equatable {
    let name: String
    /// Some layers of AWS give none.
    let message: String?
    /// The status of Bedrock's response. That of DynamoDB's is always 400.
    let status: Int
    /// The layer of AWS that refuses, which DynamoDB names.
    let layer: String

    init(_ name: String, _ message: String?, status: Int = 400, layer: String = "com.amazon.coral.service") {
        self.name = name
        self.message = message
        self.status = status
        self.layer = layer
    }

    /// DynamoDB's body.
    var dynamoDBBody: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("__type", .string("\(layer)#\(name)"))]
        if let message { members.append(("message", .string(message))) }
        return .object(members)
    }

    /// Bedrock's response: the name is in a header.
    var bedrockResponse: HTTPResponse {
        let body: JSONValue = ["message": .string(message ?? "")]
        var response = HTTPResponse.json(status, Array(body.text.utf8))
        response.headers.append(("x-amzn-errortype", "\(name):http://internal.amazon.com/"))
        return response
    }

    /// How the services refuse something that AWS has and they have not; the name of it follows.
    static let doesNotKnow = "The embedded endpoint does not know"

    static func unknownOperation(_ name: some StringProtocol) -> ServiceError {
        ServiceError("UnknownOperationException", "\(doesNotKnow) \(name.prefix(60))", status: 404)
    }

    static func validation(_ message: String) -> ServiceError {
        ServiceError("ValidationException", message, layer: "com.amazon.coral.validate")
    }

    static func accessDenied(_ message: String) -> ServiceError {
        ServiceError("AccessDeniedException", message, status: 403)
    }

    // MARK: DynamoDB

    static func serialization(_ message: String?) -> ServiceError { ServiceError("SerializationException", message) }

    static let resourceNotFound = ServiceError(
        "ResourceNotFoundException", "Requested resource not found", layer: "com.amazonaws.dynamodb.v20120810")

    /// A parameter that the operation must have; its name begins with a small letter.
    static func missing(_ parameter: String) -> ServiceError {
        validation(
            "1 validation error detected: Value null at '\(parameter)' failed to satisfy constraint: "
                + "Member must not be null")
    }

    /// A list or a map that has too many elements, or none.
    static func length(of parameter: String, _ constraint: String) -> ServiceError {
        validation(
            "1 validation error detected: Value at '\(parameter)' failed to satisfy constraint: Member must have length "
                + constraint)
    }

    // The function tells these two from others of their name by their words.

    static func noIndex(_ name: String) -> ServiceError {
        validation("The table does not have the specified index: \(name)")
    }

    static func backfilling(_ name: String) -> ServiceError {
        validation("Cannot read from backfilling global secondary index: \(name)")
    }

    init(_ error: MalformedAttribute) {
        self = error.isSerialization ? .serialization(error.message) : .validation(error.message)
    }

    // MARK: Bedrock. The function tells these two from others of their names by their words.

    static func needsInferenceProfile(_ id: String) -> ServiceError {
        validation(
            "Invocation of model ID \(id) with on-demand throughput isn't supported. Send the request again with the "
                + "ID or ARN of an inference profile that has this model.")
    }

    static func modelHasEnded(_ id: String) -> ServiceError {
        ServiceError(
            "ResourceNotFoundException",
            "The model version \(id) has reached the end of its life. Choose a model that is still active.",
            status: 404)
    }
}
