import Foundation
import Support
import Testing

extension IntegrationTests {
    /// A shared cache that fails costs a WARN line and at most 150 ms, never an explanation.
    @Suite(.needsExplainer) struct CacheFailureTests {
        /// What each request to DynamoDB gets.
        private static let faults: [String: [ScriptedServer.Step]] = [
            "hangs": [.pause(milliseconds: 3000)],
            "drips": [.text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
                + (0..<30).flatMap { _ in [.text(" "), .pause(milliseconds: 100)] },
            "throttles": [.dynamoDB(#"{"__type":"ThrottlingException"}"#, status: 400)],
            "is unavailable": [.dynamoDB("{}", status: 503)],
            "resets": [.reset],
            "garbage": [.text("garbage\r\n\r\n"), .close],
            "no JSON": [.dynamoDB("<html>")],
            "no table": [.dynamoDB(#"{"__type":"ResourceNotFoundException"}"#, status: 400)],
        ]

        /// The median time of explanations of different schools, in milliseconds.
        private func median(_ instance: Instance, _ check: (Answer) -> Void) throws -> Int {
            let times = try (0..<7).map { number in
                let answer = try instance.explain(Explainer.match("School \(number)"))
                check(answer)
                return answer.milliseconds
            }
            return times.sorted()[times.count / 2]
        }

        /// The time without a shared cache.
        private func usual() throws -> Int {
            var time = 0
            try Explainer.run(ScriptedServer { _ in [.model()] }) { instance in
                time = try median(instance) { #expect($0.source == "bedrock") }
            }
            return time
        }

        private func run(
            _ dynamoDB: ScriptedServer, _ changes: [String: String?] = [:], _ body: (Instance) throws -> Void
        ) throws {
            defer { dynamoDB.stop() }
            let variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": dynamoDB.url, "EXPLANATION_CACHE_TABLE": "explanations",
            ]
            try Explainer.run(ScriptedServer { _ in [.model()] }, variables.merging(changes) { $1 }, body)
        }

        @Test(arguments: faults.keys.sorted()) func costsALineAndHardlyAnyTime(fault: String) throws {
            let steps = try #require(Self.faults[fault])
            let usual = try usual()
            let dynamoDB = ScriptedServer { _ in steps }
            try run(dynamoDB) { instance in
                let time = try median(instance) { answer in
                    #expect(answer.source == "bedrock" && answer.warnings.count == 1, "\(answer.log)")
                    #expect(answer.warnings.first?.contains("EXPLANATION_CACHE_TABLE") == true, "\(answer.warnings)")
                }
                #expect(time <= usual + 150, "\(time) ms against \(usual) ms")
                // What the instance remembers itself needs no table.
                let asked = dynamoDB.requests.count
                let again = try instance.explain(Explainer.match("School 0"))
                #expect(again.source == "cache" && again.warnings.isEmpty && dynamoDB.requests.count == asked)
            }
        }

        /// Looking up is quick, storing hangs: both together are bounded.
        @Test func isBoundedWhereOnlyStoringHangs() throws {
            let usual = try usual()
            let dynamoDB = ScriptedServer { request in
                let looksUp = request.headers["x-amz-target"]?.hasSuffix("GetItem") == true
                return looksUp ? [.pause(milliseconds: 50), .dynamoDB("{}")] : [.pause(milliseconds: 3000)]
            }
            try run(dynamoDB) { instance in
                let time = try median(instance) { answer in
                    #expect(answer.source == "bedrock" && answer.warnings.count == 1, "\(answer.log)")
                }
                #expect(time <= usual + 150 + 25, "\(time) ms against \(usual) ms; 25 are this machine's")
            }
        }

        @Test func nobodyListens() throws {
            let nobody = "http://127.0.0.1:\(TCP.refusingPort())"
            try run(ScriptedServer { _ in [] }, ["AWS_ENDPOINT_URL_DYNAMODB": nobody]) { instance in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock" && answer.warnings.count == 1 && answer.milliseconds < 200)
            }
        }

        /// The seconds bound both caches, and 0 turns both off.
        @Test func zeroSecondsTurnItOff() throws {
            let dynamoDB = ScriptedServer { _ in [.dynamoDB("{}")] }
            try run(dynamoDB, ["EXPLANATION_CACHE_SECONDS": "0"]) { (instance) throws in
                for _ in 0..<2 { #expect(try instance.explain().source == "bedrock") }
                #expect(dynamoDB.requests.isEmpty)
            }
        }

        /// A table that is not there, and keys that may not use it, as somebody else's DynamoDB words it.
        @Test(
            .needsMinistack, arguments: [("no-such-table", "ResourceNotFoundException"), ("", "AccessDeniedException")])
        func namesWhatDynamoDBRefuses(table: String, type: String) throws {
            let ministack = try Ministack.verifying.get()
            let name = table.isEmpty ? try ministack.newExplanationTable() : table
            let action = table.isEmpty ? "dynamodb:DescribeTable" : "dynamodb:*"
            let statement: [String: Any] = ["Effect": "Allow", "Action": [action], "Resource": ["*"]]
            let keys = try ministack.keys(
                "user", "refused-\(type)", ["Version": "2012-10-17", "Statement": [statement]])
            let variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "EXPLANATION_CACHE_TABLE": name,
                "AWS_ACCESS_KEY_ID": keys["id"], "AWS_SECRET_ACCESS_KEY": keys["secret"], "AWS_SESSION_TOKEN": nil,
            ]
            try run(ScriptedServer { _ in [] }, variables) { instance in
                let answer = try instance.explain()
                #expect(answer.source == "bedrock" && answer.warnings.count == 1, "\(answer.log)")
                #expect(answer.warnings.first?.contains(type) == true, "\(answer.warnings)")
                #expect(!answer.body.contains(type) && !answer.body.contains(name))
            }
        }
    }
}
