import AWSClient

/// The services that replayed functions find on this machine, behind one address: Bedrock's paths begin with `/model/`,
/// everything else is DynamoDB's.
package struct EmbeddedServices: HTTPHandler {
    package let dynamoDB: DynamoDBEndpoint
    package let bedrock: BedrockEndpoint

    package init(dynamoDB: DynamoDBEndpoint, bedrock: BedrockEndpoint) {
        self.dynamoDB = dynamoDB
        self.bedrock = bedrock
    }

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        BedrockEndpoint.serves(request.path) ? bedrock.respond(to: request) : dynamoDB.respond(to: request)
    }
}
