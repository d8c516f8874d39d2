import AWSClient
import Configuration
import EmbeddedAWS
import LambdaRuntime
import Terminal

/// The environment that a function is started with: like Lambda's, and nothing of the developer's shell but what is named
/// here. There is no PATH, no HOME, no proxy.
struct FunctionEnvironment {
    private let targets: ServiceTargets
    private let shell: [String: String]

    /// The functions' own variables, passed on where the developer has set them. Where they call AWS follows from `targets`.
    static let passedOn = Variable.all.filter { variable in
        variable.origin == .configuration && !(passedOnBeyond + endpoints).contains(variable.name)
    }
    /// Passed on only where the function talks to more than the embedded endpoints, whose tables and scheme are fixed.
    static let passedOnBeyond = [Variable.tableName.name, Variable.trustedRoots.name]

    private static let endpoints = [Variable.endpoint, .dynamoDBEndpoint, .bedrockEndpoint].map(\.name)

    /// `shell` is the developer's environment, `functions` are those that will run. Throws `Problem` if AWS needs a variable
    /// that is not set.
    init(_ targets: ServiceTargets, shell: [String: String], functions: Set<String> = []) throws(Problem) {
        self.targets = targets
        self.shell = shell
        if case .aws = targets.dynamoDB { try checkForAWS(functions) }
    }

    private func checkForAWS(_ functions: Set<String>) throws(Problem) {
        let usesTable = functions.contains("GetSchools") || isSet("EXPLANATION_CACHE_TABLE")
        if targets.credentials == nil, usesTable || !isSet("AWS_BEARER_TOKEN_BEDROCK") {
            throw Problem(
                "--aws needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
                    + (usesTable ? "" : ", or AWS_BEARER_TOKEN_BEDROCK, a Bedrock API key")
                    + ": aws configure export-credentials --format env prints them")
        }
        if functions.contains("GetSchools"), region == nil {
            throw Problem("--aws needs AWS_REGION in the environment: there is the table")
        }
    }

    private func isSet(_ name: String) -> Bool { shell[name]?.isEmpty == false }

    private var region: String? { ["AWS_REGION", "AWS_DEFAULT_REGION"].first(where: isSet).flatMap { shell[$0] } }

    /// The variables of a function whose Runtime API is at `runtimeAPI`; `overrides` come last and win.
    func variables(
        function: String, runtimeAPI: String, overrides: [(String, String)] = []
    ) -> [(String, String)] {
        var variables = [
            ("AWS_LAMBDA_RUNTIME_API", runtimeAPI), ("_HANDLER", function), ("LAMBDA_TASK_ROOT", "/var/task"),
            ("AWS_LAMBDA_FUNCTION_NAME", function), ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"), ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/\(function)"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "local"), ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
            ("TZ", ":UTC"), ("LANG", "en_US.UTF-8"),
        ]
        variables += targetVariables() + keys
        var names = Self.passedOn.filter { ($0.function ?? function) == function }.map(\.name)
        if !(targets.dynamoDB.isEmbedded && targets.bedrock.isEmbedded) { names += Self.passedOnBeyond }
        variables += names.compactMap { name in shell[name].map { (name, $0) } }
        return Self.merged(variables, with: fixedTables() + overrides)
    }

    /// Later variables in place of earlier ones of the same name.
    private static func merged(_ variables: [(String, String)], with later: [(String, String)]) -> [(String, String)] {
        later.reduce(variables) { all, one in all.filter { $0.0 != one.0 } + [one] }
    }

    private func targetVariables() -> [(String, String)] {
        let isLocal = targets.dynamoDB.isEmbedded && targets.bedrock.isEmbedded
        return [("AWS_REGION", isLocal ? "us-east-1" : region ?? "us-east-1")]
            + (targets.dynamoDB.url.map { [("AWS_ENDPOINT_URL_DYNAMODB", $0)] } ?? [])
            + (targets.bedrock.url.map { [("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", $0)] } ?? [])
    }

    /// The embedded DynamoDB's tables have one name each, whatever those of the developer's are called.
    private func fixedTables() -> [(String, String)] {
        guard targets.dynamoDB.isEmbedded else { return [] }
        let shares = isSet("EXPLANATION_CACHE_TABLE")
        return [("TABLE_NAME", EmbeddedSchools.name)]
            + (shares ? [("EXPLANATION_CACHE_TABLE", EmbeddedExplanations.name)] : [])
    }

    private var keys: [(String, String)] {
        guard let credentials = targets.credentials else { return [] }
        return [
            ("AWS_ACCESS_KEY_ID", credentials.accessKeyID), ("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey),
        ] + (credentials.sessionToken.map { [("AWS_SESSION_TOKEN", $0)] } ?? [])
    }
}
