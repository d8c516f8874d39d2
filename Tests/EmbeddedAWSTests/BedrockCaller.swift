import AWSClient
import Bytes
import JSON

@testable import EmbeddedAWS

/// The embedded Bedrock endpoint, called without a socket and signed as the function signs.
struct BedrockCaller {
    static let keys = EmbeddedCredentials.invented()
    static let profile = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
    let endpoint: BedrockEndpoint

    init(_ faults: [String] = [], apiKey: String? = nil) throws {
        endpoint = BedrockEndpoint(credentials: Self.keys, apiKey: apiKey, faults: try FaultPlan(faults))
    }

    static func body(_ prompt: String = "match: good", maximumTokens: Int = 150) -> [UInt8] {
        let value: JSONValue = [
            "anthropic_version": "bedrock-2023-05-31", "max_tokens": .number(String(maximumTokens)),
            "messages": [["role": "user", "content": .string(prompt)]],
        ]
        return Array(value.text.utf8)
    }

    static func request(path: String, _ body: [UInt8] = Self.body()) -> HTTPRequest {
        var headers = [(name: "host", value: "127.0.0.1:1"), (name: "content-type", value: "application/json")]
        let hash = body.withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        headers += Signer(service: "bedrock", region: "us-east-1").headers(
            for: Signer.Request(method: "POST", path: path, headers: headers, bodyHash: hash), credentials: keys,
            time: .now())
        return HTTPRequest(method: "POST", path: path, headers: headers, body: body)
    }

    func call(_ model: String = Self.profile, _ body: [UInt8] = Self.body()) -> HTTPResponse {
        endpoint.respond(to: Self.request(path: "/model/\(PercentEncoding.encode(model.utf8))/invoke", body))
    }
}
