import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Faults between the function and a Bedrock, injected by microburst: what the caller gets, how long it takes, and how
    /// often the model was asked.
    @Suite(.needsExplainer, .needsMicroburst) struct ModelFaultTests {
        typealias Rule = [String: any Sendable]

        private static func error(_ code: String, _ status: Int, times: Int? = nil) -> Rule {
            var rule: Rule = ["error": ["code": code, "status": status] as [String: any Sendable]]
            rule["times"] = times
            return rule
        }

        private static func answer(_ change: String, _ value: Double, times: Int? = nil) -> Rule {
            var rule: Rule = ["response": [change: value]]
            rule["times"] = times
            return rule
        }

        /// The one that all tests share, once a model behind it has answered: its first answer takes ministack seconds.
        private static let microburst = Result {
            let microburst = try Microburst.shared.get()
            try microburst.inject([], service: "bedrock")
            try Explainer.run(microburst.url) { instance in
                let first = try instance.explain(milliseconds: 20_000)
                #expect(first.source == "bedrock")
            }
            return microburst
        }

        private func run(_ rules: [Rule], _ body: (Instance, Microburst) throws -> Void) throws {
            let microburst = try Self.microburst.get()
            try microburst.inject(rules, service: "bedrock")
            try Explainer.run(microburst.url) { try body($0, microburst) }
        }

        /// Faults that pass before the third request: the model's answer, and how many faults it took.
        static let passing: [(name: String, rules: [Rule], count: Int)] = [
            ("throttled twice", [error("ThrottlingException", 429, times: 2)], 2),
            ("not ready twice", [error("ModelNotReadyException", 429, times: 2)], 2),
            ("model timeout", [error("ModelTimeoutException", 408, times: 1)], 1),
            ("model error", [error("ModelErrorException", 424, times: 1)], 1),
            ("internal error", [error("InternalServerException", 500, times: 2)], 2),
            ("unavailable", [error("ServiceUnavailableException", 503, times: 2)], 2),
            ("reset", [["reset": true, "times": 2]], 2),
            ("broken off", [answer("abort_frac", 0.3, times: 1)], 1),
            (
                "two kinds",
                [error("ThrottlingException", 429, times: 1), error("ServiceUnavailableException", 503, times: 1)], 2
            ),
        ]

        @Test(arguments: passing)
        func isSurvivedOnceItHasPassed(name: String, rules: [Rule], count: Int) throws {
            try run(rules) { instance, microburst in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock" && answer.milliseconds < 3000, "\(answer.log)")
                let line = try LogCapture.object(try #require(answer.modelLines.first))
                #expect(try line["attempts"] as? Int == count + 1 && microburst.fired.count == count, "\(line)")
            }
        }

        /// Faults that last: the type in the log, the requests that were sent, and the bound in milliseconds.
        static let lasting: [(name: String, rule: Rule, type: String, attempts: Int, milliseconds: Int)] = [
            ("throttled", error("ThrottlingException", 429), "ThrottlingException", 3, 2000),
            ("not ready", error("ModelNotReadyException", 429), "ModelNotReadyException", 3, 2000),
            ("model timeout", error("ModelTimeoutException", 408), "ModelTimeoutException", 3, 2000),
            ("model error", error("ModelErrorException", 424), "ModelErrorException", 3, 2000),
            ("internal error", error("InternalServerException", 500), "InternalServerException", 3, 2000),
            ("unavailable", error("ServiceUnavailableException", 503), "ServiceUnavailableException", 3, 2000),
            ("denied", error("AccessDeniedException", 403), "AccessDeniedException", 1, 1000),
            ("not valid", error("ValidationException", 400), "ValidationException", 1, 1000),
            ("no such model", error("ResourceNotFoundException", 404), "ResourceNotFoundException", 1, 1000),
            ("no quota", error("ServiceQuotaExceededException", 400), "ServiceQuotaExceededException", 1, 1000),
            ("reset", ["reset": true], "ConnectionFailed", 3, 2000),
            ("truncated", answer("truncate_frac", 0.5), "MalformedResponse", 1, 1000),
        ]

        @Test(arguments: lasting)
        func endsInTheTemplateWhenItLasts(
            name: String, rule: Rule, type: String, attempts: Int, milliseconds: Int
        ) throws {
            try run([rule]) { instance, microburst in
                let answer = try instance.explain()
                answer.expectFallback(type, attempts: attempts)
                #expect(answer.milliseconds < milliseconds, "\(answer.milliseconds) ms")
                #expect(try microburst.fired.count == attempts)
                // It was the fault, not the instance; and the template's answer was not remembered.
                try microburst.inject([], service: "bedrock")
                #expect(try instance.explain().source == "bedrock")
            }
        }

        /// A connection that breaks off in every answer, or an answer of which some bytes are others: never a failure.
        @Test(arguments: [answer("abort_frac", 0.5), answer("corrupt_bytes", 64)])
        func answersWhateverArrives(rule: Rule) throws {
            try run([rule]) { instance, microburst in
                let answer = try instance.explain()
                #expect(answer.status == 200 && answer.milliseconds < 2000)
                #expect(try (1...3).contains(microburst.fired.count))
            }
        }

        /// A model that hangs, or is slower than anyone waits.
        @Test(arguments: [["timeout_ms": 30_000], ["latency": 30_000]] as [Rule])
        func answersInTimeWhenTheModelHangs(rule: Rule) throws {
            try run([rule]) { instance, microburst in
                let answer = try instance.explain(milliseconds: 3000)
                answer.expectFallback("Timeout")
                #expect(answer.milliseconds < 2500, "\(answer.milliseconds) ms")
                try microburst.inject([], service: "bedrock")
                #expect(try instance.explain().source == "bedrock")
            }
        }

        /// Slow is not broken.
        @Test func waitsForASlowModel() throws {
            try run([["latency": 1500]]) { instance, _ in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock" && answer.milliseconds >= 1500)
            }
        }
    }
}
