import AWSClient
import Bytes
import Configuration
import LambdaRuntime

/// What MatchExplainer reads of the environment beside what all functions do. Each bad value is `Environment.BadValue`.
struct ExplainerConfiguration {
    let model: Bedrock.Model
    let region: String?
    let apiKey: String?
    /// Below this match score the template answers.
    let minimumScore: Double
    /// Dollars for a million tokens.
    let inputPrice: Double
    let outputPrice: Double
    let cacheTable: String?
    let cacheSeconds: Int
    let functionName: String

    init(_ environment: Environment) throws(Environment.BadValue) {
        // Empty is a mistake here: the model that then writes would not be the one that the operator meant.
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
        // Not used here. The contract has it for both functions, so a bad value is found in both.
        _ = try environment.text(.tableName)
        functionName = environment[.functionName] ?? "MatchExplainer"
    }

    /// Dollars for a call.
    func cost(inputTokens: Int, outputTokens: Int) -> Double {
        (Double(inputTokens) * inputPrice + Double(outputTokens) * outputPrice) / 1_000_000
    }

    /// What an explanation depends on beside the request.
    var cacheIdentity: String {
        let guardrail = model.guardrail.map { "\($0.id)/\($0.version)" } ?? ""
        return "\(MatchPrompt.version)|\(model.id)|\(model.maximumTokens)|\(model.temperature ?? "")|\(guardrail)"
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
