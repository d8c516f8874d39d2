import AWSClient
import EmbeddedAWS

/// Which services replayed functions talk to, and with which keys.
struct ServiceTargets {
    enum Place {
        /// On this machine, in this process.
        case embedded(url: String)
        /// Another endpoint: DynamoDB Local, ministack.
        case endpoint(url: String)
        /// AWS itself.
        case aws

        /// Nil for AWS's own.
        var url: String? {
            switch self {
            case .embedded(let url), .endpoint(let url): url
            case .aws: nil
            }
        }

        var isEmbedded: Bool {
            if case .embedded = self { true } else { false }
        }
    }

    let dynamoDB: Place
    let bedrock: Place
    /// Nil where the developer has none: an API key of Bedrock's is enough for MatchExplainer.
    let credentials: Credentials?

    /// Both services on this machine.
    static func embedded(url: String, _ credentials: Credentials) -> ServiceTargets {
        ServiceTargets(dynamoDB: .embedded(url: url), bedrock: .embedded(url: url), credentials: credentials)
    }

    /// The keys for what `options` name, of the developer's environment: their own for AWS; their own, or else test/test, for
    /// another endpoint; invented ones where both services are embedded.
    static func credentials(_ options: ReplayOptions, shell: [String: String]) -> Credentials? {
        let own = Credentials(
            accessKeyID: shell["AWS_ACCESS_KEY_ID"], secretAccessKey: shell["AWS_SECRET_ACCESS_KEY"],
            sessionToken: shell["AWS_SESSION_TOKEN"])
        if options.usesAWS { return own }
        guard options.dynamoDB != nil || options.bedrock != nil else { return EmbeddedCredentials.invented() }
        return own ?? Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: nil)
    }
}
