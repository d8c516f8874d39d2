import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Faults between the function and a DynamoDB, injected by microburst.
    @Suite(.needsPackage, .needsMicroburst) struct ServiceFaultTests {
        /// A fault, on a listing, that passes after some requests.
        static let passing: [(name: String, rules: [[String: any Sendable]])] = [
            ("throughput exceeded twice", [error("ProvisionedThroughputExceededException", times: 2)]),
            ("throttled once", [error("ThrottlingException", times: 1)]),
            ("request limit", [error("RequestLimitExceeded", status: 400, times: 3)]),
            (
                "throttled, of another service's namespace",
                [error("com.amazon.coral.availability#ThrottlingException", status: 400, times: 1)]
            ),
            ("internal error", [error("InternalServerError", status: 500, times: 2)]),
            ("unavailable", [error("ServiceUnavailable", status: 503, times: 2)]),
            ("reset", [["reset": true, "times": 2]]),
            ("truncated", [["response": ["truncate_frac": 0.5] as [String: Double], "times": 1]]),
            ("broken off", [["response": ["abort_frac": 0.3] as [String: Double], "times": 1]]),
            ("corrupted under the old checksum", [["response": ["corrupt_bytes": 16] as [String: Int], "times": 1]]),
            ("a gateway's 504", [["timeout_ms": 100, "times": 1]]),
            (
                "three kinds in a row",
                [
                    error("InternalServerError", status: 500, times: 1), ["reset": true, "times": 1],
                    error("ProvisionedThroughputExceededException", times: 1),
                ]
            ),
        ]

        private static func error(_ code: String, status: Int? = nil, times: Int? = nil) -> [String: any Sendable] {
            var error: [String: any Sendable] = ["code": code]
            error["status"] = status
            var rule: [String: any Sendable] = ["error": error]
            rule["times"] = times
            return rule
        }

        private func run(
            _ rules: [[String: any Sendable]], _ body: (Instance, Microburst) throws -> Void
        ) throws {
            let microburst = try Microburst.shared.get()
            try microburst.inject(rules)
            let variables = [
                "AWS_ENDPOINT_URL": microburst.url, "TABLE_NAME": microburst.table, "SCHOOLS_CACHE_SECONDS": "0",
            ]
            try Instance.run(variables) { try body($0, microburst) }
        }

        @Test(arguments: passing)
        func succeedsOnceAFaultHasPassed(name: String, rules: [[String: any Sendable]]) throws {
            try run(rules) { instance, microburst in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 200 && answer.ids.count == 48, "\(answer.log)")
                let expected = rules.reduce(0) { $0 + ($1["times"] as? Int ?? 0) }
                #expect(try microburst.fired.count == expected)
            }
        }

        /// A single school and a state's listing are sent again as well.
        @Test func everyOperationIsSentAgain() throws {
            try run([Self.error("ProvisionedThroughputExceededException", times: 1)]) { instance, microburst in
                #expect(try instance.answer(Event.school("school-001")).status == 200)
                try microburst.inject([Self.error("InternalServerError", status: 500, times: 2)])
                #expect(try instance.answer(Event.list(["state": "CA"])).ids.count == 5)
            }
        }

        /// A fault that does not pass, what the caller gets, and what the operator reads; `attempts` requests are sent.
        static let lasting: [(name: String, rule: [String: any Sendable], status: Int, type: String, attempts: Int)] = [
            ("throttled", error("ThrottlingException"), 503, "ThrottlingException", 4),
            (
                "throughput", error("ProvisionedThroughputExceededException"), 503,
                "ProvisionedThroughputExceededException", 4
            ),
            ("internal error", error("InternalServerError", status: 500), 503, "InternalServerError", 4),
            ("reset", ["reset": true], 503, "ConnectionFailed", 4),
            ("truncated", ["response": ["truncate_frac": 0.5]], 503, "ChecksumMismatch", 4),
            ("denied", error("AccessDeniedException", status: 400), 500, "AccessDeniedException", 1),
            ("expired", error("ExpiredTokenException", status: 400), 500, "ExpiredTokenException", 1),
            ("no table", error("ResourceNotFoundException", status: 400), 500, "ResourceNotFoundException", 1),
            ("not valid", error("ValidationException", status: 400), 500, "ValidationException", 1),
        ]

        @Test(arguments: lasting)
        func saysWhatIsWrongWhenAFaultLasts(
            name: String, rule: [String: any Sendable], status: Int, type: String, attempts: Int
        ) throws {
            try run([rule]) { instance, microburst in
                let answer = try instance.answer(Event.list(), milliseconds: 5000)
                answer.expectFailure(status, type)
                #expect(answer.errors.first?.contains(#""attempts":\#(attempts)"#) == true, "\(answer.errors)")
                // What an index alone may have is no reason to give up before the table was tried.
                let both = ["AccessDeniedException", "ResourceNotFoundException"].contains(type)
                #expect(try microburst.fired.count == (both ? 2 : 1) * attempts)
                #expect(answer.milliseconds < 5000 - 200)
                // It was the fault, not the instance.
                try microburst.inject([])
                #expect(try instance.answer(Event.list()).status == 200)
            }
        }

        /// A service that hangs, or is slower than anyone waits: the answer is on its way before the function's time is up.
        @Test(arguments: [["timeout_ms": 30_000], ["latency": 30_000]] as [[String: Int]], [1500, 5000])
        func answersInTimeWhenTheServiceHangs(rule: [String: Int], deadline: Int) throws {
            try run([rule]) { instance, microburst in
                let answer = try instance.answer(Event.list(), milliseconds: deadline)
                answer.expectFailure(503, "Timeout")
                #expect(answer.milliseconds < deadline - 200 && answer.milliseconds > min(deadline - 600, 3000))
                try microburst.inject([])
            }
        }

        /// Slow is not broken.
        @Test func waitsForASlowService() throws {
            try run([["latency": 700]]) { instance, _ in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 200 && answer.milliseconds >= 700)
            }
        }
    }
}
