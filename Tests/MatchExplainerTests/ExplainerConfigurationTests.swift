import Bytes
import LambdaRuntime
import Support
import Testing

@testable import MatchExplainer

@Suite struct ExplainerConfigurationTests {
    private func read(_ variables: [String: String]) throws -> ExplainerConfiguration {
        try ExplainerConfiguration(Environment { variables[$0] })
    }

    @Test func theDefaultsAreTheContracts() throws {
        let configuration = try read([:])
        #expect(configuration.model.id == "us.anthropic.claude-haiku-4-5-20251001-v1:0")
        #expect(configuration.model.maximumTokens == 150 && configuration.model.temperature == nil)
        #expect(configuration.model.guardrail == nil && configuration.region == nil && configuration.apiKey == nil)
        #expect(configuration.minimumScore == 0 && configuration.inputPrice == 1 && configuration.outputPrice == 5)
        #expect(configuration.cacheTable == nil && configuration.cacheSeconds == 604_800)
        #expect(configuration.functionName == "MatchExplainer")
    }

    @Test func everyVariableIsRead() throws {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-6"
        let configuration = try read([
            "BEDROCK_MODEL_ID": arn, "BEDROCK_REGION": "us-west-2", "BEDROCK_MAX_TOKENS": "300",
            "BEDROCK_TEMPERATURE": "0.70",
            "AWS_BEARER_TOKEN_BEDROCK": "ABSK+/key=", "AI_MIN_SCORE": "62.5", "BEDROCK_GUARDRAIL_ID": "gr-1",
            "BEDROCK_GUARDRAIL_VERSION": "DRAFT", "BEDROCK_INPUT_USD_PER_MTOK": "0.25",
            "BEDROCK_OUTPUT_USD_PER_MTOK": "1.25",
            "EXPLANATION_CACHE_TABLE": "explanations", "EXPLANATION_CACHE_SECONDS": "0",
            "AWS_LAMBDA_FUNCTION_NAME": "prod",
        ])
        #expect(configuration.model.id == arn && configuration.region == "us-west-2")
        #expect(configuration.model.maximumTokens == 300 && configuration.model.temperature == "0.7")
        #expect(configuration.apiKey == "ABSK+/key=" && configuration.minimumScore == 62.5)
        #expect(configuration.model.guardrail?.id == "gr-1" && configuration.model.guardrail?.version == "DRAFT")
        #expect(configuration.inputPrice == 0.25 && configuration.outputPrice == 1.25)
        #expect(configuration.cacheTable == "explanations" && configuration.cacheSeconds == 0)
        #expect(configuration.functionName == "prod")
        #expect(configuration.cost(inputTokens: 2_000_000, outputTokens: 1_000_000) == 1.75)
    }

    @Test(arguments: [
        (
            "BEDROCK_MODEL_ID",
            ["", " ", "a b", "a\nb", "a?b", "a%3Ab", "é", "a#b", String(repeating: "x", count: 2049)]
        ),
        ("BEDROCK_REGION", ["US-EAST-1", "us east 1", "us-east-1/", "é"]),
        ("BEDROCK_MAX_TOKENS", ["0", "-1", "4097", "1.5", "many", "+5", " 5", "0x10"]),
        ("BEDROCK_TEMPERATURE", ["-0.1", "1.01", "hot", "1e-1", "nan", "+0.5", "0,5"]),
        ("AI_MIN_SCORE", ["-1", "100.5", "high", "inf"]),
        ("BEDROCK_INPUT_USD_PER_MTOK", ["-1", "free", "$1", "inf", "nan", "10001"]),
        ("BEDROCK_OUTPUT_USD_PER_MTOK", ["-1", "free", "1,5"]),
        ("EXPLANATION_CACHE_TABLE", ["x", "a b", "a\"b", "é-table"]),
        ("EXPLANATION_CACHE_SECONDS", ["-1", "1.5", "week", "31536001"]),
        ("BEDROCK_GUARDRAIL_ID", ["gr 1", "é"]), ("BEDROCK_GUARDRAIL_VERSION", ["1\r\nx: y", "1 2"]),
        ("TABLE_NAME", ["a b", "x"]),
    ]) func aBadValueIsNamed(variable: String, values: [String]) {
        for value in values {
            var variables = [variable: value]
            if variable == "BEDROCK_GUARDRAIL_ID" { variables["BEDROCK_GUARDRAIL_VERSION"] = "1" }
            if variable == "BEDROCK_GUARDRAIL_VERSION" { variables["BEDROCK_GUARDRAIL_ID"] = "gr" }
            let error = #expect(throws: Environment.BadValue.self, "\(variable)=\(value)") { try read(variables) }
            #expect(error?.variable == variable && error?.description.contains(variable) == true)
            #expect(error?.description.contains("it must be") == true)
        }
    }

    @Test(arguments: ["ABSK SECRET", "ABSK-SECRET\n", "ABSK-SECRETé", "ABSK-SECRET\u{7F}"]) func theKeyIsNotRepeated(
        key: String
    ) {
        let error = #expect(throws: Environment.BadValue.self) { try read(["AWS_BEARER_TOKEN_BEDROCK": key]) }
        #expect(error?.variable == "AWS_BEARER_TOKEN_BEDROCK" && error?.description.contains("SECRET") == false)
    }

    @Test(arguments: [
        ("BEDROCK_GUARDRAIL_ID", "BEDROCK_GUARDRAIL_VERSION"), ("BEDROCK_GUARDRAIL_VERSION", "BEDROCK_GUARDRAIL_ID"),
    ])
    func aGuardrailHasBoth(given: String, missing: String) {
        for variables in [[given: "1"], [given: "1", missing: ""]] {
            let error = #expect(throws: Environment.BadValue.self) { try read(variables) }
            #expect(error?.variable == missing)
        }
    }

    /// Empty counts as unset, but for the model: that is a mistake.
    @Test func emptyIsUnset() throws {
        let names = [
            "BEDROCK_REGION", "BEDROCK_MAX_TOKENS", "BEDROCK_TEMPERATURE", "AWS_BEARER_TOKEN_BEDROCK", "AI_MIN_SCORE",
            "BEDROCK_GUARDRAIL_ID", "BEDROCK_GUARDRAIL_VERSION", "BEDROCK_INPUT_USD_PER_MTOK",
            "BEDROCK_OUTPUT_USD_PER_MTOK",
            "EXPLANATION_CACHE_TABLE", "EXPLANATION_CACHE_SECONDS", "TABLE_NAME",
        ]
        let configuration = try read(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        #expect(configuration.model.temperature == nil && configuration.model.guardrail == nil)
        #expect(configuration.model.maximumTokens == 150 && configuration.minimumScore == 0)
        #expect(configuration.inputPrice == 1 && configuration.outputPrice == 5 && configuration.cacheTable == nil)
        #expect(configuration.cacheSeconds == 604_800 && configuration.apiKey == nil && configuration.region == nil)
    }

    @Test(arguments: [
        ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "bedrock.local"], ["AWS_ENDPOINT_URL": "ftp://x"],
        ["AWS_CA_BUNDLE": "/nowhere.pem"],
        ["AWS_REGION": ""], ["ALLOWED_ORIGIN": "a b"], ["BEDROCK_MODEL_ID": ""],
    ]) func theFunctionDoesNotStartWithABadValue(bad: [String: String]) {
        let good = ["AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"]
        let variables = good.merging(bad) { $1 }
        let error = #expect(throws: Environment.BadValue.self) {
            try MatchExplainerFunction.initialize(
                Environment { variables[$0] }, Log(descriptor: LogCapture().descriptor))
        }
        #expect(error.map { bad.keys.contains($0.variable) } == true)
    }

    /// The region of the model is where it is called, and what the signature says.
    @Test func theModelsRegionIsSigned() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        _ = try ExplainerRun(bedrock, ["BEDROCK_REGION": "eu-central-1"]).post(Matches.full)
        #expect(
            bedrock.requests.first?.headers["authorization"]?.contains("/eu-central-1/bedrock/aws4_request") == true)
    }
}
