import Foundation
import Support
import Testing

extension IntegrationTests {
    /// The whole way to a Bedrock that checks signatures and policies, which others wrote (ministack).
    @Suite(.needsExplainer, .needsMinistack) struct ModelTests {
        private static let model = "anthropic.claude-3-haiku-20240307-v1:0"
        private static let profile = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
        private static let arnOfProfile = "arn:aws:bedrock:us-east-1:000000000000:inference-profile/\(profile)"
        private static let arnOfModel = "arn:aws:bedrock:us-east-1::foundation-model/\(model)"

        private static func policy(_ action: String, on resource: String = "*") -> [String: Any] {
            [
                "Version": "2012-10-17",
                "Statement": [["Effect": "Allow", "Action": [action], "Resource": [resource]]],
            ]
        }

        /// Keys of a user who may call every model, made once for each ministack.
        private static let caller = Result {
            try Ministack.verifying.get().keys("user", "caller", policy("bedrock:InvokeModel"))
        }
        private static let listener = Result {
            try Ministack.speaking.get().keys("user", "listener", policy("bedrock:InvokeModel"))
        }

        private func run(
            _ ministack: Ministack, _ keys: [String: String], _ changes: [String: String?] = [:],
            _ body: (Instance) throws -> Void
        ) throws {
            let variables: [String: String?] = [
                "AWS_ACCESS_KEY_ID": keys["id"], "AWS_SECRET_ACCESS_KEY": keys["secret"],
                "AWS_SESSION_TOKEN": keys["token"],
            ]
            try Explainer.run(ministack.url, variables.merging(changes) { $1 }, body)
        }

        /// The id is encoded once on the wire and twice in what is signed, or the signature would be refused.
        @Test(arguments: [model, profile, arnOfProfile, arnOfModel])
        func isCalledByAnyKindOfID(id: String) throws {
            try run(Ministack.verifying.get(), Self.caller.get(), ["BEDROCK_MODEL_ID": id]) { instance in
                let answer = try instance.explain()
                #expect(answer.status == 200 && answer.source == "bedrock", "\(answer.log)")
                let line = try LogCapture.object(try #require(answer.modelLines.first))
                #expect(line["model"] as? String == id && line["attempts"] as? Int == 1)
                #expect((line["InputTokens"] as? Int).map { $0 > 0 } == true, "\(line)")
                #expect((line["OutputTokens"] as? Int).map { $0 > 0 } == true && line["level"] as? String == "INFO")
            }
        }

        @Test func worksWithTheTemporaryKeysOfARole() throws {
            let ministack = try Ministack.verifying.get()
            let role = try ministack.keys("role", "explainer", Self.policy("bedrock:InvokeModel"))
            try run(ministack, role) { (instance) throws in #expect(try instance.explain().source == "bedrock") }
            try run(ministack, role, ["AWS_SESSION_TOKEN": nil]) { instance in
                try instance.explain().expectFallback("UnrecognizedClientException", attempts: 1)
            }
        }

        @Test func tellsACallerNothingOfWrongKeys() throws {
            let ministack = try Ministack.verifying.get()
            let wrong = "wrong/secret+wrong/secret+wrong/secret+0"
            try run(ministack, Self.caller.get(), ["AWS_SECRET_ACCESS_KEY": wrong]) { instance in
                for _ in 0..<2 { try instance.explain().expectFallback("InvalidSignatureException", attempts: 1) }
            }
            try run(ministack, Self.caller.get(), ["AWS_ACCESS_KEY_ID": nil]) { instance in
                try instance.explain().expectFallback("CredentialsMissing", attempts: 0)
            }
        }

        /// No model, another action, another model.
        @Test(arguments: [
            ("none", "s3:GetObject", "*"), ("streams", "bedrock:InvokeModelWithResponseStream", "*"),
            ("other", "bedrock:InvokeModel", "arn:aws:bedrock:*::foundation-model/amazon.titan-text-express-v1"),
        ])
        func tellsAnOperatorThatThePolicyIsMissing(name: String, action: String, resource: String) throws {
            let ministack = try Ministack.verifying.get()
            let keys = try ministack.keys("user", "may-\(name)", Self.policy(action, on: resource))
            try run(ministack, keys, ["BEDROCK_MODEL_ID": Self.model]) { instance in
                let answer = try instance.explain()
                answer.expectFallback("AccessDeniedException", attempts: 1)
                #expect(answer.errors.first?.contains("InvokeModel") == true, "\(answer.errors)")
            }
        }

        @Test(arguments: [
            "École Aérienne passt: 学校のトレーニングは 🎓 für dich.", "She said \"yes\" \\ no. It fits!", "Fits.\n\nIt does.",
        ])
        func passesOnWhatTheModelSays(text: String) throws {
            ModelWords.say(text)
            try run(Ministack.speaking.get(), Self.listener.get()) { instance in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock", "\(answer.log)")
                let words = text.split { $0.isWhitespace }
                #expect(answer.explanation.split { $0.isWhitespace } == words, "\(answer.body)")
            }
        }

        @Test(arguments: [
            ("See https://evil.example/pay for more.", "link"), ("Visit www.evil.example today.", "link"),
            ("<b>Great</b> school.", "markup"), (String(repeating: "Fits well. ", count: 150), "tooLong"),
        ])
        func passesOnNothingUnfit(text: String, cause: String) throws {
            ModelWords.say(text)
            try run(Ministack.speaking.get(), Self.listener.get()) { instance in
                // What is not passed on is not remembered either.
                for _ in 0..<2 { try instance.explain().expectUnfit(cause) }
            }
        }
    }
}
