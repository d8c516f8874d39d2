import AWSClient
import Configuration
import EmbeddedAWS
import LambdaRuntime
import Terminal

/// The environment that a function is started with: Lambda's variables, and those of the developer's shell that are
/// declared to be the function's. There is no PATH, no HOME, no proxy.
struct FunctionEnvironment {
    private let targets: ServiceTargets
    private let shell: [String: String]
    private let memory: [String: Int]

    /// The functions' own variables, passed on if the developer has set them. The endpoints follow from `targets`.
    static let passedOn = Variable.all.filter { variable in
        let others =
            passedOnBeyond + [Variable.endpoint.name, Variable.dynamoDBEndpoint.name, Variable.bedrockEndpoint.name]
        return variable.origin == .configuration && !others.contains(variable.name)
    }
    /// Passed on only if the function calls more than the embedded endpoints, whose tables and scheme are fixed.
    static let passedOnBeyond = [Variable.tableName.name, Variable.trustedRoots.name]

    /// `shell` is the developer's environment, `functions` are those that will run, `memory` has the MB of each where they are
    /// known. It is an error if AWS needs a variable that is not set.
    init(
        _ targets: ServiceTargets, shell: [String: String], functions: Set<String> = [], memory: [String: Int] = [:]
    ) throws(CommandFailure) {
        self.targets = targets
        self.shell = shell
        self.memory = memory
        if targets.dynamoDB == nil { try checkForAWS(functions) }
    }

    /// A function that reads an API key needs no other keys, unless it shares explanations by a table.
    private func checkForAWS(_ functions: Set<String>) throws(CommandFailure) {
        let signs = functions.contains { $0 != Variable.apiKey.function }
        let usesTable = signs || isSet(Variable.explanationTable)
        if targets.credentials == nil, usesTable || !isSet(Variable.apiKey) {
            throw CommandFailure(
                "--aws needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
                    + (usesTable ? "" : ", or \(Variable.apiKey.name), a Bedrock API key")
                    + ": aws configure export-credentials --format env prints them")
        }
        if signs, region == nil {
            throw CommandFailure("--aws needs AWS_REGION in the environment: there is the table")
        }
    }

    private func isSet(_ variable: Variable) -> Bool { shell[variable.name]?.isEmpty == false }

    private var region: String? { [.region, .defaultRegion].first(where: isSet).flatMap { shell[$0.name] } }

    /// Returns the variables of a function whose Runtime API is at `runtimeAPI`. `overrides` replace others of the same
    /// name.
    func variables(
        function: String, runtimeAPI: String, overrides: [(String, String)] = []
    ) -> [(String, String)] {
        var variables = [
            ("AWS_LAMBDA_RUNTIME_API", runtimeAPI), ("_HANDLER", function), ("LAMBDA_TASK_ROOT", "/var/task"),
            ("AWS_LAMBDA_FUNCTION_NAME", function), ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "\(memory[function] ?? 128)"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/\(function)"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "local"), ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
            ("TZ", ":UTC"), ("LANG", "en_US.UTF-8"),
            ("AWS_REGION", targets.areEmbedded ? "us-east-1" : region ?? "us-east-1"),
        ]
        func add(_ name: String, _ value: String?) { if let value { variables.append((name, value)) } }
        add(Variable.dynamoDBEndpoint.name, targets.dynamoDB)
        add(Variable.bedrockEndpoint.name, targets.bedrock)
        add("AWS_ACCESS_KEY_ID", targets.credentials?.accessKeyID)
        add("AWS_SECRET_ACCESS_KEY", targets.credentials?.secretAccessKey)
        add("AWS_SESSION_TOKEN", targets.credentials?.sessionToken)
        for variable in Self.passedOn where (variable.function ?? function) == function {
            add(variable.name, shell[variable.name])
        }
        if !targets.areEmbedded { for name in Self.passedOnBeyond { add(name, shell[name]) } }
        return (fixedTables + overrides).reduce(variables) { all, one in all.filter { $0.0 != one.0 } + [one] }
    }

    /// The embedded DynamoDB's tables have one name each, whatever the developer's are called.
    private var fixedTables: [(String, String)] {
        guard targets.hasEmbeddedTables else { return [] }
        let explanations = (Variable.explanationTable.name, EmbeddedServices.explanationsTable)
        return [(Variable.tableName.name, EmbeddedServices.schoolsTable)]
            + (isSet(.explanationTable) ? [explanations] : [])
    }
}
