import APIGateway
import AWSClient
import Configuration
import LambdaRuntime

/// Builds MatchExplainer: configuration → clients → handler.
enum MatchExplainerFunction {
    /// Milliseconds that storing an explanation and posting the response take at most.
    private static let reserveMilliseconds = 750

    /// Checks the environment, connects, and returns the handler. It is an error if a variable has a bad value.
    static func initialize(_ environment: Environment, _ log: Log) throws -> APIHandler {
        let aws = try AWSConfiguration(environment)
        let configuration = try ExplainerConfiguration(environment)
        let cors = try CORS(environment)
        let bedrock = Bedrock(
            try aws.client(
                .bedrockRuntime, region: configuration.region, apiKey: configuration.apiKey, retry: .bedrock,
                maximumBodyBytes: Bedrock.maximumResponseBytes),
            model: configuration.model)
        var failures = [bedrock.connect()]
        var table: TableCache?
        if let name = configuration.cacheTable, configuration.cacheSeconds > 0 {
            let dynamoDB = DynamoDB(try aws.client(.dynamoDB, retry: .never))
            failures.append(dynamoDB.connect())
            table = TableCache(dynamoDB: dynamoDB, name: name, seconds: configuration.cacheSeconds)
        }
        for failure in failures.compactMap({ $0 }) {
            log.debug("a connection could not be opened ahead", ["cause": .string("\(failure)")])
        }
        let cache = ExplanationCache(
            memory: MemoryCache(seconds: configuration.cacheSeconds), table: table, log: log)
        let explainer = Explainer(configuration, model: ModelCall(bedrock, configuration, log), cache: cache)
        return APIHandler(
            routes: explainer.routes, cors: cors, log: log, reserveMilliseconds: reserveMilliseconds)
    }
}
