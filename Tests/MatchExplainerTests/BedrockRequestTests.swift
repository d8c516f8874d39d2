import Bytes
import JSON
import Support
import Testing

@testable import AWSClient

@Suite struct BedrockRequestTests {
    private func request(
        _ model: Bedrock.Model = Bedrock.Model(id: "anthropic.claude-haiku-4-5-20251001-v1:0", maximumTokens: 150),
        apiKey: String? = nil
    ) throws -> ScriptedServer.Request {
        let server = ScriptedServer(script: [[ScriptedModel.response()]])
        defer { server.stop() }
        _ = try ScriptedModel.ask(try ScriptedModel.client(server, model: model, apiKey: apiKey))
        return try #require(server.requests.first)
    }

    @Test func theBodyIsAMessage() throws {
        let request = try request()
        #expect(
            request.text == #"{"anthropic_version":"bedrock-2023-05-31","max_tokens":150,"system":"S","#
                + #""messages":[{"role":"user","content":"U\n\"é\""}]}"#)
        #expect(
            request.headers["content-type"] == "application/json" && request.headers["accept"] == "application/json")
        #expect(request.headers["content-length"] == String(request.body.count))
        #expect(request.headers["expect"] == nil && request.headers["transfer-encoding"] == nil)
        #expect(request.headers.keys.allSatisfy { !$0.hasPrefix("x-amzn-bedrock") })
    }

    @Test func temperatureIsSentOnlyWhenSet() throws {
        let body = try JSONValue(parsing: try request().body)
        #expect(body["temperature"] == nil)
        let set = try JSONValue(parsing: try request(Bedrock.Model(id: "m", maximumTokens: 7, temperature: "0.3")).body)
        #expect(set["temperature"]?.text == "0.3" && set["max_tokens"]?.integer == 7 && set["top_p"] == nil)
    }

    /// Encoded once on the wire; the signature, over the path encoded once more, is checked by its own computation.
    @Test(arguments: [
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-haiku-4-5-20251001-v1%3A0"),
        ("anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6"),
        (
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123",
            "arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fabc123"
        ),
    ]) func theModelIsInThePath(id: String, path: String) throws {
        let request = try request(Bedrock.Model(id: id, maximumTokens: 150))
        #expect(request.line == "POST /model/\(path)/invoke HTTP/1.1")
        let twice = path.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
        #expect(try isSigned(request, canonicalPath: "/model/\(twice)/invoke"))
    }

    private func isSigned(_ request: ScriptedServer.Request, canonicalPath: String) throws -> Bool {
        let date = try #require(request.headers["x-amz-date"])
        let fields = try #require(request.headers["authorization"]).split(separator: "=")
        let names = fields[2].prefix { $0 != "," }.split(separator: ";").map(String.init)
        #expect(names == names.sorted() && names.contains("host") && names.contains("x-amz-security-token"))
        let hash = request.body.withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        let headers = names.map { "\($0):\(request.headers[$0] ?? "")\n" }.joined()
        let canonical = "POST\n\(canonicalPath)\n\n\(headers)\n\(names.joined(separator: ";"))\n\(hash)"
        let digest = Array(canonical.utf8).withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        let text = "AWS4-HMAC-SHA256\n\(date)\n\(date.prefix(8))/us-east-1/bedrock/aws4_request\n\(digest)"
        let key = SigningKey.derive("secret", date: String(date.prefix(8)), "us-east-1", "bedrock")
        return Hex.encode(SHA256.hmac(text, key: key)) == fields[3]
    }

    @Test func anAPIKeyTakesTheSignaturesPlace() throws {
        let request = try request(apiKey: "ABSK-key=")
        #expect(request.headers["authorization"] == "Bearer ABSK-key=")
        #expect(request.headers["x-amz-date"] == nil && request.headers["x-amz-security-token"] == nil)
    }

    @Test(arguments: [nil, "ABSK-key="]) func aGuardrailGoesWithTheCall(apiKey: String?) throws {
        let model = Bedrock.Model(id: "m", maximumTokens: 150, guardrail: (id: "gr-1", version: "DRAFT"))
        let request = try request(model, apiKey: apiKey)
        #expect(request.headers["x-amzn-bedrock-guardrailidentifier"] == "gr-1")
        #expect(request.headers["x-amzn-bedrock-guardrailversion"] == "DRAFT")
        if apiKey == nil {
            let signed = try #require(request.headers["authorization"])
            #expect(signed.contains("x-amzn-bedrock-guardrailidentifier;x-amzn-bedrock-guardrailversion"))
            #expect(try isSigned(request, canonicalPath: "/model/m/invoke"))
        }
    }
}
