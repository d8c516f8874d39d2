import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Explanations that instances share, in a DynamoDB that others wrote (ministack).
    @Suite(.needsExplainer, .needsMinistack) struct ExplanationTableTests {
        /// All that the function needs on its table.
        private static let user = Result {
            try Ministack.verifying.get().keys(
                "user", "remembers",
                [
                    "Version": "2012-10-17",
                    "Statement": [
                        [
                            "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"],
                            "Resource": ["arn:aws:dynamodb:\(Ministack.region):*:table/explanations-*"],
                        ]
                    ],
                ])
        }

        /// Starts instance after instance, with `model` and a table of the test's own.
        private func run(
            _ model: ScriptedServer, table: String, _ changes: [String: String?] = [:],
            _ body: (Instance) throws -> Void
        ) throws {
            let keys = try Self.user.get()
            let variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": try Ministack.verifying.get().url, "EXPLANATION_CACHE_TABLE": table,
                "AWS_ACCESS_KEY_ID": keys["id"], "AWS_SECRET_ACCESS_KEY": keys["secret"], "AWS_SESSION_TOKEN": nil,
            ]
            try Explainer.run(model.url, variables.merging(changes) { $1 }, body)
        }

        /// A model that says another thing each time.
        private func counter() -> ScriptedServer {
            ScriptedServer { [.models($0.number)] }
        }

        @Test func twentyRequestsTwiceAreTwentyCalls() throws {
            let table = try Ministack.verifying.get().newExplanationTable()
            let model = counter()
            defer { model.stop() }
            var told: [String] = []
            try run(model, table: table) { (instance) throws in
                for match in Explainer.twenty {
                    let answer = try instance.explain(match)
                    #expect(answer.source == "bedrock" && answer.warnings.isEmpty, "\(answer.log)")
                    told.append(answer.explanation)
                }
                for (match, text) in zip(Explainer.twenty, told) {
                    let answer = try instance.explain(match)
                    #expect(answer.source == "cache" && answer.explanation == text)
                }
                #expect(model.requests.count == 20)
            }
            #expect(Set(told).count == 20)
            // An instance that has never seen them.
            try run(model, table: table) { (instance) throws in
                for (match, text) in zip(Explainer.twenty, told) {
                    let answer = try instance.explain(match)
                    #expect(answer.source == "cache" && answer.explanation == text, "\(answer.log)")
                }
            }
            #expect(model.requests.count == 20)
        }

        @Test func storesAnItemThatDynamoDBExpires() throws {
            let table = try Ministack.verifying.get().newExplanationTable()
            let model = counter()
            defer { model.stop() }
            try run(model, table: table, ["EXPLANATION_CACHE_SECONDS": "1000"]) { (instance) throws in
                let text = try instance.explain().explanation
                let items = try Ministack.verifying.get().items(table)
                let item = try #require(items.first)
                #expect(items.count == 1 && item["explanation"]?["S"] as? String == text)
                let key = try #require(item["cacheKey"]?["S"] as? String)
                #expect(key.count == 64 && key.allSatisfy(\.isHexDigit))
                let expires = try #require((item["expiresAt"]?["N"] as? String).flatMap { Double($0) })
                #expect(abs(expires - Date().timeIntervalSince1970 - 1000) < 10)
                #expect(!"\(item)".contains("Test\""), "nothing of the request is stored")
            }
        }

        /// DynamoDB removes expired items days later; and whoever can write to the table is not trusted either.
        @Test(arguments: [
            ("expiresAt", ["N": "1700000000"]), ("expiresAt", ["S": "never"]),
            ("explanation", ["S": "<script>"]), ("explanation", ["S": "Pay at https://evil.example"]),
            ("explanation", ["S": "It costs $12,345."]), ("explanation", ["S": "It is a perfect match."]),
            ("explanation", ["N": "1"]),
        ])
        func ignoresWhatIsNotFit(attribute: String, value: [String: String]) throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newExplanationTable()
            let model = counter()
            defer { model.stop() }
            try run(model, table: table) { (instance) throws in #expect(try instance.explain().source == "bedrock") }
            let changed = try ministack.run("change", ["table": table, "attribute": attribute, "value": value])
            #expect(changed as? Int == 1)
            try run(model, table: table) { (instance) throws in #expect(try instance.explain().source == "bedrock") }
            #expect(model.requests.count == 2)
            // What was not fit is replaced.
            try run(model, table: table) { (instance) throws in #expect(try instance.explain().source == "cache") }
        }

        /// Field order, spaces, unknown fields and 7.0 against 7 do not matter; the model and its token limit do.
        @Test func sharesWhatIsTheSame() throws {
            let table = try Ministack.verifying.get().newExplanationTable()
            let model = counter()
            defer { model.stop() }
            try run(model, table: table) { (instance) throws in _ = try instance.explain() }
            let same =
                #"{ "matchScore": 85.0, "extra": [1], "school": {"name": "Test", "rating": 5}, "#
                + #""student": {"maxBudget": 1.5e4, "trainingGoal": "PPL", "location": null} }"#
            try run(model, table: table) { (instance) throws in #expect(try instance.explain(same).source == "cache") }
            for change in [["BEDROCK_MAX_TOKENS": "200"], ["BEDROCK_MODEL_ID": "anthropic.another-v1:0"]] {
                try run(model, table: table, change) { (instance) throws in
                    #expect(try instance.explain(same).source == "bedrock")
                }
            }
        }

        /// A template's text is not the model's, and is not what the next caller should get.
        @Test func storesOnlyWhatTheModelSaid() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newExplanationTable()
            let model = ScriptedServer(script: [
                [.bedrockError(403, "AccessDeniedException")], [.model("See https://evil.example now.")],
                [.model("It fits.")],
            ])
            defer { model.stop() }
            try run(model, table: table) { (instance) throws in
                try instance.explain().expectFallback("AccessDeniedException", attempts: 1)
                try instance.explain().expectUnfit("link")
                #expect(try ministack.items(table).isEmpty)
                #expect(try instance.explain().source == "bedrock")
                #expect(try ministack.items(table).count == 1)
            }
        }
    }
}
