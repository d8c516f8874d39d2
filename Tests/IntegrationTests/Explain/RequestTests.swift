import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What the model is sent, byte for byte, and by which variables it changes.
    @Suite(.needsExplainer) struct RequestTests {
        /// The one request of an explanation.
        private func request(_ changes: [String: String?] = [:]) throws -> ScriptedServer.Request {
            let server = ScriptedServer { _ in [.model()] }
            try Explainer.run(server, changes) { instance in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock" && answer.explanation == ScriptedServer.Step.modelText)
            }
            #expect(server.requests.count == 1)
            return try #require(server.requests.first)
        }

        private func body(_ request: ScriptedServer.Request) throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
        }

        @Test func isAMessageWithASignature() throws {
            let request = try request()
            let model = "us.anthropic.claude-haiku-4-5-20251001-v1%3A0"
            #expect(request.line == "POST /model/\(model)/invoke HTTP/1.1")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["accept"] == "application/json")
            #expect(request.headers["x-amz-security-token"] == Instance.variables["AWS_SESSION_TOKEN"])
            let authorization = try #require(request.headers["authorization"])
            #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=ASIAINTEGRATION00001/"))
            #expect(authorization.contains("/us-east-1/bedrock/aws4_request"))
            let body = try body(request)
            #expect(Set(body.keys) == ["anthropic_version", "max_tokens", "system", "messages"])
            #expect(body["anthropic_version"] as? String == "bedrock-2023-05-31" && body["max_tokens"] as? Int == 150)
            #expect(request.headers.keys.allSatisfy { !$0.contains("guardrail") })
        }

        @Test func temperatureAndTokensAreSentAsSet() throws {
            let body = try body(request(["BEDROCK_TEMPERATURE": "0.5", "BEDROCK_MAX_TOKENS": "222"]))
            #expect(body["temperature"] as? Double == 0.5 && body["max_tokens"] as? Int == 222)
        }

        @Test func guardrailIsInTheHeadersAndSigned() throws {
            let headers = try request(["BEDROCK_GUARDRAIL_ID": "gr1abc", "BEDROCK_GUARDRAIL_VERSION": "DRAFT"]).headers
            #expect(headers["x-amzn-bedrock-guardrailidentifier"] == "gr1abc")
            #expect(headers["x-amzn-bedrock-guardrailversion"] == "DRAFT")
            let signed = headers["authorization"] ?? ""
            #expect(signed.contains("x-amzn-bedrock-guardrailidentifier;x-amzn-bedrock-guardrailversion"), "\(headers)")
        }

        @Test func theModelsRegionIsInTheScope() throws {
            let headers = try request(["BEDROCK_REGION": "eu-central-1"]).headers
            #expect(headers["authorization"]?.contains("/eu-central-1/bedrock/aws4_request") == true)
        }

        @Test func anAPIKeyStandsInPlaceOfASignature() throws {
            let key = "ABSKQmVkcm9ja0FQSUtleS1pbnRlZ3JhdGlvbg=="
            let headers = try request(["AWS_BEARER_TOKEN_BEDROCK": key]).headers
            #expect(headers["authorization"] == "Bearer \(key)")
            #expect(!headers.keys.contains { $0.hasPrefix("x-amz-") }, "\(headers.keys)")
        }

        /// The key is Bedrock's alone, works without any other, and is in no line, whatever the model answers: `Instance`
        /// looks for it.
        @Test(arguments: ["TRACE", "DEBUG", "INFO"], ["JSON", "Text"])
        func anAPIKeyIsInNoLogLine(level: String, format: String) throws {
            let variables: [String: String?] = [
                "AWS_BEARER_TOKEN_BEDROCK": "ABSKQmVkcm9ja0FQSUtleS1pbnRlZ3JhdGlvbg==", "AWS_LAMBDA_LOG_LEVEL": level,
                "AWS_LAMBDA_LOG_FORMAT": format, "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil,
                "AWS_SESSION_TOKEN": nil,
            ]
            let server = ScriptedServer(script: [
                [.bedrockError(403, "AccessDeniedException")], [.answer(body: "<html>")],
                [.model("See www.evil.example.")],
                [.model()],
            ])
            try Explainer.run(server, variables) { (instance) throws in
                for source in ["template", "template", "template", "bedrock", "cache"] {
                    #expect(try instance.explain().source == source)
                }
            }
        }

        @Test func theCacheIsSignedThoughTheModelTakesAKey() throws {
            let dynamoDB = ScriptedServer { _ in [.dynamoDB("{}")] }
            defer { dynamoDB.stop() }
            _ = try request([
                "AWS_BEARER_TOKEN_BEDROCK": "ABSKsecret", "AWS_ENDPOINT_URL_DYNAMODB": dynamoDB.url,
                "EXPLANATION_CACHE_TABLE": "explanations",
            ])
            #expect(dynamoDB.requests.count == 2)
            for request in dynamoDB.requests {
                #expect(request.headers["authorization"]?.contains("/dynamodb/aws4_request") == true)
            }
        }

        @Test func noModelIsCalledForALowScore() throws {
            let server = ScriptedServer { _ in [.model()] }
            try Explainer.run(server, ["AI_MIN_SCORE": "80"]) { (instance) throws in
                for score in [0, 79] {
                    let answer = try instance.explain(Explainer.match("Test", score: score))
                    #expect(answer.source == "template" && answer.isFallback == false, "\(answer.body)")
                    #expect(answer.log.count == 1)
                }
                #expect(server.requests.isEmpty)
                #expect(try instance.explain(Explainer.match("Test", score: 80)).source == "bedrock")
            }
        }
    }
}
