import AWSClient

/// DynamoDB and the Bedrock runtime on one address: Bedrock's paths begin with `/model/`, all others are DynamoDB's.
///
/// DynamoDB has the table `flight-schools` with its index, which can be read, and the table `explanations`, which knows
/// GetItem and PutItem: what the roles of the functions allow.
package struct EmbeddedServices: HTTPHandler {
    package static let schoolsTable = "flight-schools"
    package static let explanationsTable = "explanations"

    private let dynamoDB: DynamoDBEndpoint
    private let bedrock: BedrockEndpoint

    /// `index` is the state of the schools' index, `pageSize` bounds the items of a page of DynamoDB, `apiKey` is a bearer
    /// token that Bedrock takes, and `faults` are the calls of models that fail. It is an error if a school has no
    /// `schoolId`, or two have the same.
    package init(
        schools: [Item], index: IndexState = .ready, pageSize: Int? = nil, credentials: Credentials,
        apiKey: String? = nil, faults: FaultPlan = FaultPlan()
    ) throws(InvalidItems) {
        dynamoDB = try DynamoDBEndpoint(
            schools: schools, index: index, pageSize: pageSize, credentials: credentials)
        bedrock = BedrockEndpoint(credentials: credentials, apiKey: apiKey, faults: faults)
    }

    /// The InvokeModel requests so far, with those that were refused or failed.
    package var modelCalls: Int { bedrock.calls }

    /// The read units that DynamoDB would have charged so far, by operation.
    package var readUnits: [String: Double] { dynamoDB.meter.total }

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        Self.isModelCall(request) ? bedrock.respond(to: request) : dynamoDB.respond(to: request)
    }

    /// Returns whether a request is for Bedrock and not for DynamoDB.
    package static func isModelCall(_ request: HTTPRequest) -> Bool { BedrockEndpoint.serves(request.path) }
}
