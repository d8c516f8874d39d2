import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What an operator reads when Bedrock refuses a call: advice that fits the cause, and nothing of AWS's message.
    @Suite(.needsExplainer) struct AdviceTests {
        @Test(arguments: ["JSON", "Text"], [nil, "ABSKQmVkcm9ja0FQSUtleS1hZHZpY2U="])
        func fitsTheCause(format: String, apiKey: String?) throws {
            let steps = Refusal.all.flatMap { refusal in (0...3).map { [refusal.response(form: $0)] } }
            let variables: [String: String?] = [
                "AWS_LAMBDA_LOG_FORMAT": format, "AWS_BEARER_TOKEN_BEDROCK": apiKey, "BEDROCK_MODEL_ID": "anthropic.m",
            ]
            let server = ScriptedServer(script: steps)
            try Explainer.run(server, variables) { (instance) throws in
                for refusal in Refusal.all {
                    for form in 0...3 {
                        // A clock that may be wrong is looked at before the signature is: no Date, no second request.
                        let answer = try instance.explain()
                        #expect(answer.source == "template" && answer.isFallback == true, "\(answer.log)")
                        let line = try LogCapture.object(try #require(answer.errors.first))
                        let advice = try #require(line["advice"] as? String)
                        let words = Refusal.words(refusal.cause)
                        #expect(advice.contains(words.has), "\(refusal) form \(form): \(advice)")
                        for word in words.lacks { #expect(!advice.contains(word), "\(refusal): \(advice)") }
                        // The advice is this project's own text, and may name the same permission.
                        let log = answer.log.joined().replacingOccurrences(of: advice, with: "")
                        for part in refusal.message.split(separator: " ") where part.utf8.count > 18 {
                            #expect(!log.contains(part), "\(part) is AWS's")
                        }
                        #expect(!log.contains("123456789012"))
                    }
                }
                #expect(server.requests.count == steps.count)
            }
        }

        /// Without keys nothing is sent, and the line says what to set.
        @Test func namesTheKeysThatAreMissing() throws {
            let server = ScriptedServer { _ in [.model()] }
            try Explainer.run(server, ["AWS_ACCESS_KEY_ID": nil]) { instance in
                let answer = try instance.explain()
                #expect(answer.errors.first?.contains("set AWS_ACCESS_KEY_ID") == true && server.requests.isEmpty)
            }
        }
    }
}
