import AWSClient

/// Which DynamoDB a function talks to.
enum DynamoDBTarget {
    /// The embedded endpoint, with keys of this run.
    case embedded(url: String, Credentials)
    /// Another endpoint: DynamoDB Local, ministack.
    case endpoint(url: String)
    /// AWS itself.
    case aws
}

/// The environment that a function is started with: like Lambda's, and nothing of the developer's shell but what is named
/// here. There is no PATH, no HOME, no proxy.
struct FunctionEnvironment {
    private let target: DynamoDBTarget
    private let shell: [String: String]

    /// The functions' own variables, passed on where the developer has set them.
    static let passedOn = [
        "SCHOOLS_CACHE_SECONDS", "ALLOWED_ORIGIN", "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL",
    ]
    /// Passed on only where the function talks to more than the embedded endpoints, whose table and scheme are fixed.
    static let passedOnBeyond = ["TABLE_NAME", "AWS_CA_BUNDLE"]

    /// `shell` is the developer's environment. Throws `Problem` if the target needs a variable that it lacks.
    init(_ target: DynamoDBTarget, shell: [String: String]) throws(Problem) {
        if case .aws = target {
            for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] where shell[name]?.isEmpty != false {
                throw Problem(
                    "--aws needs \(name) in the environment: aws configure export-credentials --format env prints it")
            }
            guard Self.region(shell) != nil else { throw Problem("--aws needs AWS_REGION in the environment") }
        }
        self.target = target
        self.shell = shell
    }

    private static func region(_ shell: [String: String]) -> String? {
        [shell["AWS_REGION"], shell["AWS_DEFAULT_REGION"]].compactMap { $0 }.first { !$0.isEmpty }
    }

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
        variables += targetVariables()
        var passedOn = Self.passedOn
        if case .embedded = target {} else { passedOn += Self.passedOnBeyond }
        variables += passedOn.compactMap { name in shell[name].map { (name, $0) } }
        let names = Set(overrides.map(\.0))
        return variables.filter { !names.contains($0.0) } + overrides
    }

    private func targetVariables() -> [(String, String)] {
        switch target {
        case .embedded(let url, let credentials):
            return [
                ("AWS_REGION", "us-east-1"), ("AWS_ENDPOINT_URL_DYNAMODB", url), ("TABLE_NAME", SchoolsTable.name),
                ("AWS_ACCESS_KEY_ID", credentials.accessKeyID),
                ("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey),
                ("AWS_SESSION_TOKEN", credentials.sessionToken ?? ""),
            ]
        case .endpoint(let url):
            let own = shell["AWS_ACCESS_KEY_ID"]?.isEmpty == false && shell["AWS_SECRET_ACCESS_KEY"]?.isEmpty == false
            let keys = own ? self.keys : [("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")]
            return [("AWS_REGION", Self.region(shell) ?? "us-east-1"), ("AWS_ENDPOINT_URL_DYNAMODB", url)] + keys
        case .aws: return [("AWS_REGION", Self.region(shell) ?? "")] + keys
        }
    }

    private var keys: [(String, String)] {
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].compactMap { name in
            shell[name].map { (name, $0) }
        }
    }
}
