import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What decided a score is told to the model, and the model tells no more than the facts.
    @Suite(.needsExplainer) struct GivenFactorTests {
        private func body(_ factors: String) -> String {
            #"{"student":{"maxBudget":15000},"school":{"name":"Test"},"matchScore":85,"factors":\#(factors)}"#
        }

        private let three = """
            [{"name":"cost","points":30,"of":30},{"name":"quality","points":3,"of":15},{"name":"program","points":10,"of":10}]
            """

        @Test func theModelIsToldWhatDecided() throws {
            let server = ScriptedServer { _ in [.model("The price, 30 of 30 points, decided it; ratings gave 3 of 15.")]
            }
            try Explainer.run(server) { (instance) throws in
                for source in ["bedrock", "cache"] { #expect(try instance.explain(body(three)).source == source) }
                let sent = try #require(server.requests.first?.text)
                #expect(sent.contains("strongest: the price, 30 of 30 points; the program, 10 of 10 points"), "\(sent)")
                #expect(sent.contains("weakest: the ratings, 3 of 15 points"), "\(sent)")
                // Without them it is another prompt, and their numbers are no facts.
                try instance.explain(body("null")).expectUnfit("number")
                #expect(server.requests.last?.text.contains("points") == false && server.requests.count == 2)
            }
        }

        @Test func aBadFactorIsNamed() throws {
            let server = ScriptedServer { _ in [.model()] }
            try Explainer.run(server) { instance in
                let answer = try instance.explain(body(#"[{"name":"cost","points":1,"of":2},{"name":"price"}]"#))
                #expect(answer.status == 400 && answer.body.contains("The field factors[1].name is not allowed"))
                #expect(server.requests.isEmpty)
            }
        }

        /// The template's text is the same with factors and without.
        @Test func theTemplateIsTheSame() throws {
            try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())", ["AI_MIN_SCORE": "100"]) { (instance) throws in
                #expect(try instance.explain(body(three)).explanation == instance.explain(body("[]")).explanation)
            }
        }

        @Test(arguments: [
            ("It is within your $16,000.", "number"), ("It has seven instructors.", "number"),
            ("It is 5 miles away.", "number"), ("It costs hundreds of dollars.", "number"),
            ("Test is a perfect match.", "quality"), ("Test is a good match for you.", "quality"),
        ])
        func whatIsNoFactIsNotPassedOn(text: String, cause: String) throws {
            try Explainer.run(ScriptedServer { _ in [.model(text)] }) { (instance) throws in
                for _ in 0..<2 {
                    let answer = try instance.explain()
                    answer.expectUnfit(cause)
                    // The metric says why, too.
                    #expect(answer.log.contains { $0.contains(#""Reason":"\#(cause)""#) }, "\(answer.log)")
                }
            }
        }

        @Test(arguments: [
            "You have $15k, and Test is an excellent match.", "Fifteen thousand dollars is your budget.",
            "It scores 85/100.",
        ])
        func aFactInAnySpellingIsPassedOn(text: String) throws {
            try Explainer.run(ScriptedServer { _ in [.model(text)] }) { (instance) throws in
                #expect(try instance.explain().explanation == text)
            }
        }
    }
}
