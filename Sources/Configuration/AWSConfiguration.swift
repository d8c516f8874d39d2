import APIGateway
import AWSClient
import LambdaRuntime

/// What the functions share of the environment: region, credentials, endpoints, trusted roots.
package struct AWSConfiguration {
    package let region: String
    private let credentials: Credentials?
    private let trust: HTTPTransport.Trust
    private let environment: Environment

    /// A service: the first label of its host name, the name that signatures have, and the variable of its endpoint.
    package struct Service: Sendable {
        let host: String
        let signingName: String
        let endpoint: Variable

        /// Amazon DynamoDB.
        package static let dynamoDB = Service(
            host: "dynamodb", signingName: "dynamodb", endpoint: .dynamoDBEndpoint)
        /// Amazon Bedrock's runtime.
        package static let bedrockRuntime = Service(
            host: "bedrock-runtime", signingName: "bedrock", endpoint: .bedrockEndpoint)
    }

    /// Reads region, credentials and trust.
    package init(_ environment: Environment) throws(Environment.BadValue) {
        self.environment = environment
        let own = try environment.text(.region)
        let other = try environment.text(.defaultRegion)
        guard let region = own ?? other else { throw Variable.region.bad(nil) }
        self.region = region
        credentials = Credentials(
            accessKeyID: try environment.text(.accessKeyID), secretAccessKey: try environment.text(.secretAccessKey),
            sessionToken: try environment.text(.sessionToken))
        trust = try environment.text(.trustedRoots).map { .file($0) } ?? .amazonRoots
    }

    /// Returns a client of `service` at its endpoint, in `region` or else the function's own. With `apiKey` it sends that
    /// instead of a signature.
    package func client(
        _ service: Service, region: String? = nil, apiKey: String? = nil, retry: RetryPolicy,
        maximumBodyBytes: Int = HTTPTransport.maximumBodyBytes,
        connectMilliseconds: Int = HTTPTransport.connectMilliseconds
    ) throws(Environment.BadValue) -> ServiceClient {
        let region = region ?? self.region
        let signer = Signer(service: service.signingName, region: region)
        return ServiceClient(
            endpoint: try endpoint(service, in: region),
            authentication: apiKey.map { .bearer($0) } ?? .signature(signer, credentials), trust: trust, retry: retry,
            maximumBodyBytes: maximumBodyBytes, connectMilliseconds: connectMilliseconds)
    }

    /// Returns the endpoint of `service`: its own variable counts before the general one.
    package func endpoint(_ service: Service, in region: String) throws(Environment.BadValue) -> Endpoint {
        for variable in [service.endpoint, .endpoint] {
            guard let url = try environment.text(variable) else { continue }
            guard let endpoint = Endpoint(url) else { throw variable.bad(url) }
            return endpoint
        }
        return Endpoint(host: service.host, region: region)
    }
}

extension CORS {
    /// The policy that `ALLOWED_ORIGIN` and `ALLOWED_HEADERS` ask for.
    package init(_ environment: Environment) throws(Environment.BadValue) {
        let origin = try environment.required(.allowedOrigin)
        guard let cors = CORS(origin: origin, moreHeaders: try environment.text(.allowedHeaders)) else {
            throw Variable.allowedOrigin.bad(origin)
        }
        self = cors
    }
}
