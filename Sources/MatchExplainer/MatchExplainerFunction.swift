import APIGateway
import AWSClient
import Configuration
import LambdaRuntime

/// MatchExplainer: configuration → clients → handler.
package enum MatchExplainerFunction {
    /// What storing an explanation and posting the response take at most.
    static let reserveMilliseconds = 750
    /// Milliseconds that opening a connection may take while the function starts.
    static let connectMilliseconds = 1000

    /// Checks the environment, connects, and answers the handler. Throws `Environment.BadValue`.
    package static func initialize(_ environment: Environment, _ log: Log) throws -> APIHandler {
        let aws = try AWSConfiguration(environment)
        let configuration = try ExplainerConfiguration(environment)
        let cors = try CORS(environment)
        let bedrock = Bedrock(
            try aws.client(
                .bedrockRuntime, region: configuration.region, apiKey: configuration.apiKey, retry: .bedrock,
                maximumBodyBytes: Bedrock.maximumAnswerBytes),
            model: configuration.model)
        var failures = [bedrock.connect(milliseconds: connectMilliseconds)]
        var table: ExplanationTable?
        if let name = configuration.cacheTable, configuration.cacheSeconds > 0 {
            let dynamoDB = DynamoDB(try aws.client(.dynamoDB, retry: .never))
            failures.append(dynamoDB.connect(milliseconds: connectMilliseconds))
            table = ExplanationTable(dynamoDB: dynamoDB, name: name, seconds: configuration.cacheSeconds)
        }
        for failure in failures.compactMap({ $0 }) {
            log.debug("a connection could not be opened ahead", ["cause": .string("\(failure)")])
        }
        let cache = ExplanationCache(
            memory: ExplanationMemory(seconds: configuration.cacheSeconds), table: table, log: log)
        let explainer = MatchExplainer(
            configuration, model: ModelCall(bedrock, configuration, log), cache: cache)
        return APIHandler(
            routes: explainer.routes, cors: cors, log: log, reserveMilliseconds: reserveMilliseconds)
    }
}
