import AWSClient
import Configuration
import EmbeddedAWS
import LambdaRuntime

/// The endpoints that replayed functions call (nil: AWS's own), and the keys that they sign with.
struct ServiceTargets {
    let dynamoDB: String?
    let bedrock: String?
    /// The endpoint of the services in this process, or nil without them.
    let embedded: String?
    /// Nil if the developer has none: MatchExplainer needs no more than an API key of Bedrock's.
    let credentials: Credentials?

    /// Both services in this process.
    static func embedded(url: String, _ credentials: Credentials) -> ServiceTargets {
        ServiceTargets(dynamoDB: url, bedrock: url, embedded: url, credentials: credentials)
    }

    /// Whether the tables are those of the embedded DynamoDB.
    var hasEmbeddedTables: Bool { dynamoDB != nil && dynamoDB == embedded }
    /// Whether the functions call nothing outside this process.
    var areEmbedded: Bool { hasEmbeddedTables && bedrock == embedded }

    /// Returns the keys for the services of `options`: invented ones if both are embedded, the developer's own for AWS,
    /// and those or else test/test for another endpoint.
    static func credentials(_ options: ReplayOptions, shell: [String: String]) -> Credentials? {
        let own = Credentials(shell: shell)
        if options.usesAWS { return own }
        guard options.dynamoDB != nil || options.bedrock != nil else { return EmbeddedCredentials.invented() }
        return own ?? Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: nil)
    }
}

extension Credentials {
    /// The keys in a developer's environment, or nil if they are not set.
    init?(shell: [String: String]) {
        self.init(
            accessKeyID: shell[Variable.accessKeyID.name], secretAccessKey: shell[Variable.secretAccessKey.name],
            sessionToken: shell[Variable.sessionToken.name])
    }
}
