import AWSClient

/// The services that replayed functions find on this machine, behind one address: Bedrock's paths begin with `/model/`,
/// everything else is DynamoDB's.
struct EmbeddedServices: HTTPHandler {
    let dynamoDB: DynamoDBEndpoint
    let bedrock: BedrockEndpoint

    func respond(to request: HTTPRequest) -> HTTPResponse {
        BedrockEndpoint.serves(request.path) ? bedrock.respond(to: request) : dynamoDB.respond(to: request)
    }
}
