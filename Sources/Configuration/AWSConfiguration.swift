import APIGateway
import AWSClient
import Glibc
import LambdaRuntime

/// What the functions share of the environment: region, credentials, endpoints, trusted roots.
package struct AWSConfiguration {
    package let region: String
    private let credentials: Credentials?
    private let trust: HTTPTransport.Trust
    private let environment: Environment

    /// A service as its host name, its signing name and its endpoint variable call it.
    package struct Service {
        let host: String
        let signingName: String
        let endpointVariable: String

        /// Amazon DynamoDB.
        package static let dynamoDB = Service(
            host: "dynamodb", signingName: "dynamodb", endpointVariable: "AWS_ENDPOINT_URL_DYNAMODB")
        /// Amazon Bedrock's runtime.
        package static let bedrockRuntime = Service(
            host: "bedrock-runtime", signingName: "bedrock", endpointVariable: "AWS_ENDPOINT_URL_BEDROCK_RUNTIME")
    }

    /// Reads region, credentials and trust. Throws `Environment.BadValue`.
    package init(_ environment: Environment) throws {
        self.environment = environment
        let region = try Self.region(environment, "AWS_REGION") ?? Self.region(environment, "AWS_DEFAULT_REGION")
        guard let region else { throw Environment.BadValue("AWS_REGION", allowed: "a region such as us-east-1") }
        self.region = region
        credentials = Credentials(
            accessKeyID: environment["AWS_ACCESS_KEY_ID"], secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"],
            sessionToken: environment["AWS_SESSION_TOKEN"])
        trust = try Self.trust(environment)
    }

    /// A client of `service` at its endpoint, in `region` or else the function's own; with `apiKey` it sends that instead of
    /// a signature. Throws `Environment.BadValue` for an endpoint that is no URL.
    package func client(
        _ service: Service, region: String? = nil, apiKey: String? = nil, retry: RetryPolicy,
        maximumBodyBytes: Int = 16 << 20, connectMilliseconds: Int = HTTPTransport.connectMilliseconds
    ) throws -> ServiceClient {
        let region = region ?? self.region
        let signer = Signer(service: service.signingName, region: region)
        return ServiceClient(
            endpoint: try endpoint(service, in: region),
            authentication: apiKey.map { .bearer($0) } ?? .signature(signer, credentials), trust: trust, retry: retry,
            maximumBodyBytes: maximumBodyBytes, connectMilliseconds: connectMilliseconds)
    }

    /// The region in `variable`; nil if it is unset. Throws `Environment.BadValue`.
    package static func region(_ environment: Environment, _ variable: String) throws -> String? {
        guard let region = environment[variable] else { return nil }
        guard region.utf8.allSatisfy({ "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }) else {
            throw Environment.BadValue(variable, value: region, allowed: "a region such as us-east-1")
        }
        return region
    }

    /// Where `service` is called. Throws `Environment.BadValue` for an endpoint that is no URL.
    package func endpoint(_ service: Service, in region: String) throws -> Endpoint {
        let isOwn = environment[service.endpointVariable] != nil
        let variable = isOwn ? service.endpointVariable : "AWS_ENDPOINT_URL"
        guard let url = environment[variable] else { return Endpoint(host: service.host, region: region) }
        guard let endpoint = Endpoint(url) else {
            throw Environment.BadValue(variable, value: url, allowed: "a URL such as http://127.0.0.1:8000")
        }
        return endpoint
    }

    private static func trust(_ environment: Environment) throws -> HTTPTransport.Trust {
        guard let path = environment["AWS_CA_BUNDLE"] else { return .amazonRoots }
        guard holdsCertificate(path) else {
            throw Environment.BadValue(
                "AWS_CA_BUNDLE", value: path, allowed: "a PEM file of certificates that can be read")
        }
        return .file(path)
    }

    private static func holdsCertificate(_ path: String) -> Bool {
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            if strstr(line, "-----BEGIN CERTIFICATE-----") != nil { return true }
        }
        return false
    }
}

/// Names of DynamoDB tables.
package enum TableName {
    /// The table's name, or its ARN, in `variable`; nil if it is unset. Throws `Environment.BadValue`.
    package static func read(_ environment: Environment, _ variable: String) throws -> String? {
        guard let name = environment[variable] else { return nil }
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-:/".utf8
        guard (3...1024).contains(name.utf8.count), name.utf8.allSatisfy({ allowed.contains($0) }) else {
            throw Environment.BadValue(
                variable, value: name, allowed: "a table's name or ARN: 3 or more of a-z A-Z 0-9 _ . - : /")
        }
        return name
    }
}

extension CORS {
    /// `ALLOWED_ORIGIN`. Throws `Environment.BadValue`.
    package init(_ environment: Environment) throws {
        let origin = environment["ALLOWED_ORIGIN"] ?? "*"
        guard let cors = CORS(origin: origin) else {
            throw Environment.BadValue(
                "ALLOWED_ORIGIN", value: origin, allowed: "* or one origin such as https://www.example.com")
        }
        self = cors
    }
}
