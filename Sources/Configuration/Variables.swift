import APIGateway
import AWSClient
import Bytes
import Glibc
import LambdaRuntime

// Every environment variable of the functions, beside those that the runtime reads. The README's table, the variables that
// the developer's tool passes on, and the template are held equal to `Variable.all` by tests.
extension Variable {
    /// Every variable, in the order of the README.
    package static let all = [
        tableName, schoolsCacheSeconds, allowedOrigin, allowedHeaders, modelID, modelRegion, maximumTokens, temperature,
        guardrailID,
        guardrailVersion, inputPrice, outputPrice, apiKey, minimumScore, explanationTable, explanationSeconds,
        endpoint, dynamoDBEndpoint, bedrockEndpoint, trustedRoots, logFormat, logLevel, region, defaultRegion,
        accessKeyID, secretAccessKey, sessionToken, functionName, runtimeAPI,
    ]

    // MARK: Both functions

    package static let tableName = Variable(
        "TABLE_NAME", default: "flight-schools", allowed: tableNames, "The schools table.", accepts: isTableName)

    package static let allowedOrigin = Variable(
        "ALLOWED_ORIGIN", default: "*",
        allowed: "* or one origin as browsers send it, such as https://www.example.com: in lower case, without a path",
        "The CORS origin.", accepts: CORS.isOrigin)

    package static let allowedHeaders = Variable(
        "ALLOWED_HEADERS", allowed: "names of headers, separated by commas",
        "Request headers that pages may send, beside the usual ones.", accepts: CORS.areHeaders)

    // MARK: GetSchools

    package static let schoolsCacheSeconds = Variable(
        "SCHOOLS_CACHE_SECONDS", default: 30, in: 0...86_400,
        "How long a warm instance may serve a listing from memory; 0 turns that off.", of: FunctionName.getSchools)

    // MARK: MatchExplainer

    package static let modelID = Variable(
        "BEDROCK_MODEL_ID", default: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        allowed: "a model id, the id of an inference profile, or an ARN", "The model that writes explanations.",
        of: FunctionName.matchExplainer
    ) { (1...2048).contains($0.utf8.count) && isResourceName($0) }

    package static let modelRegion = Variable(
        "BEDROCK_REGION", allowed: regions, "Where the model is called; AWS_REGION if unset.",
        of: FunctionName.matchExplainer,
        accepts: isRegion)

    package static let maximumTokens = Variable(
        "BEDROCK_MAX_TOKENS", default: 150, in: 1...4096, "The length of a model's text, at most.",
        of: FunctionName.matchExplainer)

    package static let temperature = Variable(
        "BEDROCK_TEMPERATURE", default: nil, in: 0...1, "The model's temperature; not sent if unset.",
        of: FunctionName.matchExplainer)

    package static let guardrailID = Variable(
        "BEDROCK_GUARDRAIL_ID", allowed: "a guardrail's id or ARN, set together with BEDROCK_GUARDRAIL_VERSION",
        "A guardrail that every call names.", of: FunctionName.matchExplainer, accepts: isResourceName)

    package static let guardrailVersion = Variable(
        "BEDROCK_GUARDRAIL_VERSION", allowed: "a guardrail's version, set together with BEDROCK_GUARDRAIL_ID",
        "The guardrail's version.", of: FunctionName.matchExplainer, accepts: isResourceName)

    package static let inputPrice = Variable(
        "BEDROCK_INPUT_USD_PER_MTOK", default: "1", in: 0...10_000,
        "Dollars for a million input tokens, for the estimated cost.", of: FunctionName.matchExplainer)

    package static let outputPrice = Variable(
        "BEDROCK_OUTPUT_USD_PER_MTOK", default: "5", in: 0...10_000,
        "Dollars for a million output tokens, for the estimated cost.", of: FunctionName.matchExplainer)

    package static let apiKey = Variable(
        "AWS_BEARER_TOKEN_BEDROCK", allowed: "a Bedrock API key, without spaces",
        "A Bedrock API key, sent instead of a signature.", of: FunctionName.matchExplainer, isSecret: true,
        accepts: isVisible)

    package static let minimumScore = Variable(
        "AI_MIN_SCORE", default: "0", in: 0...100,
        "Below this match score the template is used and no model is called.", of: FunctionName.matchExplainer)

    package static let explanationTable = Variable(
        "EXPLANATION_CACHE_TABLE", allowed: tableNames,
        "A table of explanations that all instances share; if unset, each has its own.",
        of: FunctionName.matchExplainer,
        accepts: isTableName)

    package static let explanationSeconds = Variable(
        "EXPLANATION_CACHE_SECONDS", default: 604_800, in: 0...31_536_000,
        "How long an explanation is used again; 0 asks the model each time.", of: FunctionName.matchExplainer)

    // MARK: AWS

    package static let endpoint = Variable(
        "AWS_ENDPOINT_URL", allowed: urls, "Where AWS is called; its own endpoints if unset.", accepts: isURL)

    package static let dynamoDBEndpoint = Variable(
        "AWS_ENDPOINT_URL_DYNAMODB", allowed: urls, "The same for DynamoDB alone.", accepts: isURL)

    package static let bedrockEndpoint = Variable(
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", allowed: urls, "The same for Bedrock alone.", accepts: isURL)

    package static let trustedRoots = Variable(
        "AWS_CA_BUNDLE", allowed: "a PEM file of certificates that can be read",
        "Replaces the built-in roots, which are Amazon's.", accepts: holdsCertificate)

    package static let region = Variable(
        "AWS_REGION", allowed: regions, "Where AWS is called.", origin: .platform, accepts: isRegion)

    package static let defaultRegion = Variable(
        "AWS_DEFAULT_REGION", allowed: regions, "The same, where AWS_REGION is unset.", origin: .platform,
        accepts: isRegion)

    package static let accessKeyID = Variable(
        "AWS_ACCESS_KEY_ID", allowed: keys, "Signs requests.", origin: .platform, isSecret: true, accepts: isVisible)

    package static let secretAccessKey = Variable(
        "AWS_SECRET_ACCESS_KEY", allowed: keys, "Signs requests.", origin: .platform, isSecret: true, accepts: isVisible
    )

    package static let sessionToken = Variable(
        "AWS_SESSION_TOKEN", allowed: keys, "Signs requests with temporary keys.", origin: .platform, isSecret: true,
        accepts: isVisible)
}

// MARK: Rules that several variables share

private let tableNames = "a table's name or ARN: 3 or more of a-z A-Z 0-9 _ . - : /"
private let regions = "a region such as us-east-1"
private let urls = "a URL such as http://127.0.0.1:8000"
private let keys = "visible ASCII characters, without spaces"

@Sendable private func isTableName(_ text: String) -> Bool {
    (3...1024).contains(text.utf8.count) && text.utf8.allSatisfy { isNameByte($0) || "_.-:/".utf8.contains($0) }
}

@Sendable private func isRegion(_ text: String) -> Bool {
    text.utf8.allSatisfy { isNameByte($0) && !(0x41...0x5A).contains($0) || $0 == UInt8(ascii: "-") }
}

@Sendable private func isResourceName(_ text: String) -> Bool {
    text.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || ":/".utf8.contains($0) }
}

@Sendable private func isURL(_ text: String) -> Bool { Endpoint(text) != nil }

// A key becomes part of a header: a line feed in it would start another one.
@Sendable private func isVisible(_ text: String) -> Bool { text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }

private func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
}

@Sendable private func holdsCertificate(_ path: String) -> Bool {
    guard let file = fopen(path, "r") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
        if strstr(line, "-----BEGIN CERTIFICATE-----") != nil { return true }
    }
    return false
}
