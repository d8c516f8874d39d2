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

    static let defaultModelID = "us.anthropic.claude-haiku-4-5-20251001-v1:0"

    init(_ environment: Environment) throws {
        model = Bedrock.Model(
            id: try Self.modelID(environment),
            maximumTokens: try environment.integer("BEDROCK_MAX_TOKENS", default: 150, in: 1...4096),
            temperature: try environment.number("BEDROCK_TEMPERATURE", in: 0...1).map { "\($0)" },
            guardrail: try Self.guardrail(environment))
        region = try AWSConfiguration.region(environment, "BEDROCK_REGION")
        apiKey = try Self.apiKey(environment)
        minimumScore = try environment.number("AI_MIN_SCORE", in: 0...100) ?? 0
        inputPrice = try environment.number("BEDROCK_INPUT_USD_PER_MTOK", in: 0...10_000) ?? 1
        outputPrice = try environment.number("BEDROCK_OUTPUT_USD_PER_MTOK", in: 0...10_000) ?? 5
        cacheTable = try TableName.read(environment, "EXPLANATION_CACHE_TABLE")
        cacheSeconds = try environment.integer("EXPLANATION_CACHE_SECONDS", default: 604_800, in: 0...31_536_000)
        functionName = environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "MatchExplainer"
        _ = try TableName.read(environment, "TABLE_NAME")
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

    private static func modelID(_ environment: Environment) throws -> String {
        let allowed = "a model id, the id of an inference profile, or an ARN"
        if environment.isEmpty("BEDROCK_MODEL_ID") { throw Environment.BadValue("BEDROCK_MODEL_ID", allowed: allowed) }
        guard let id = environment["BEDROCK_MODEL_ID"] else { return defaultModelID }
        guard id.utf8.count <= 2048, id.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || ":/".utf8.contains($0) })
        else { throw Environment.BadValue("BEDROCK_MODEL_ID", value: id, allowed: allowed) }
        return id
    }

    private static func apiKey(_ environment: Environment) throws -> String? {
        guard let key = environment["AWS_BEARER_TOKEN_BEDROCK"] else { return nil }
        guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Environment.BadValue("AWS_BEARER_TOKEN_BEDROCK", allowed: "a Bedrock API key, without spaces")
        }
        return key
    }

    private static func guardrail(_ environment: Environment) throws -> (id: String, version: String)? {
        let id = environment["BEDROCK_GUARDRAIL_ID"]
        let version = environment["BEDROCK_GUARDRAIL_VERSION"]
        if id == nil, version == nil { return nil }
        guard let id else {
            throw Environment.BadValue("BEDROCK_GUARDRAIL_ID", allowed: "set together with BEDROCK_GUARDRAIL_VERSION")
        }
        guard let version else {
            throw Environment.BadValue("BEDROCK_GUARDRAIL_VERSION", allowed: "set together with BEDROCK_GUARDRAIL_ID")
        }
        for (name, value) in [("BEDROCK_GUARDRAIL_ID", id), ("BEDROCK_GUARDRAIL_VERSION", version)]
        where !value.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || ":/".utf8.contains($0) }) {
            throw Environment.BadValue(name, value: value, allowed: "a guardrail's id or ARN, and its version")
        }
        return (id, version)
    }
}
