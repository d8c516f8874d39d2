import AWSClient
import Configuration
import LambdaRuntime

/// The settings that MatchExplainer reads from the environment, besides those that all functions read.
struct ExplainerConfiguration {
    let model: Bedrock.Model
    let region: String?
    let apiKey: String?
    /// Below this match score the template is used.
    let minimumScore: Double
    /// Dollars for a million tokens.
    let inputPrice: Double
    let outputPrice: Double
    let cacheTable: String?
    let cacheSeconds: Int
    let functionName: String

    init(_ environment: Environment) throws(Environment.BadValue) {
        // Empty is a mistake here: the default would not be the model that the operator meant.
        if environment.isEmpty(.modelID) { throw Variable.modelID.bad(nil) }
        model = Bedrock.Model(
            id: try environment.required(.modelID), maximumTokens: try environment.integer(.maximumTokens),
            temperature: try environment.number(.temperature).map { "\($0)" },
            guardrail: try Self.guardrail(environment))
        region = try environment.text(.modelRegion)
        apiKey = try environment.text(.apiKey)
        minimumScore = try environment.number(.minimumScore) ?? 0
        inputPrice = try environment.number(.inputPrice) ?? 0
        outputPrice = try environment.number(.outputPrice) ?? 0
        cacheTable = try environment.text(.explanationTable)
        cacheSeconds = try environment.integer(.explanationSeconds)
        // Not used here, but checked: a bad value fails both functions alike.
        _ = try environment.text(.tableName)
        functionName = environment[.functionName] ?? FunctionName.matchExplainer
    }

    /// Returns the dollars that a call costs.
    func cost(inputTokens: Int, outputTokens: Int) -> Double {
        (Double(inputTokens) * inputPrice + Double(outputTokens) * outputPrice) / 1_000_000
    }

    private static func guardrail(
        _ environment: Environment
    ) throws(Environment.BadValue) -> (id: String, version: String)? {
        let id = try environment.text(.guardrailID)
        let version = try environment.text(.guardrailVersion)
        if id == nil, version == nil { return nil }
        guard let id else { throw Variable.guardrailID.bad(nil) }
        guard let version else { throw Variable.guardrailVersion.bad(nil) }
        return (id, version)
    }
}
