import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What the operator's runbook posts, and what callers may get wrong, through every kind of front door.
    @Suite(.needsExplainer) struct HealthCheckTests {
        @Test(arguments: Event.Form.allCases, [false, true])
        func isAnswered(form: Event.Form, isBase64: Bool) throws {
            try Explainer.run(ScriptedServer { _ in [.model()] }) { instance in
                let answer = try instance.answer(Event.explain(Explainer.healthCheck, form, isBase64: isBase64))
                #expect(answer.status == 200 && answer.source == "bedrock", "\(answer.log)")
                #expect(answer.headers["Content-Type"] == "application/json")
                let access = try LogCapture.object(try #require(answer.log.last))
                #expect(access["method"] as? String == "POST" && access["path"] as? String == "/explain-match")
            }
        }

        /// It is answered where there is no model at all, too.
        @Test func isAnsweredByTheTemplate() throws {
            try Explainer.run("http://127.0.0.1:\(TCP.refusingPort())", ["AI_MIN_SCORE": "100"]) { instance in
                let answer = try instance.explain()
                #expect(answer.status == 200 && answer.source == "template" && answer.milliseconds < 100)
            }
        }

        @Test(arguments: [
            ("{", "JSON"), (#"{"student":{},"school":{}}"#, "matchScore"),
            (#"{"school":{},"matchScore":1}"#, "student"),
            (#"{"student":{},"school":{},"matchScore":101}"#, "matchScore"),
            (#"{"student":{"location":{"lat":91}},"school":{},"matchScore":1}"#, "student.location.lat"),
            (#"{"student":{},"school":{"name":7},"matchScore":1}"#, "school.name"),
            (#"{"student":{},"school":{"instructorCount":2.5},"matchScore":1}"#, "school.instructorCount"),
            (#"{"student":{},"school":{"instructorCount":1e-1},"matchScore":1}"#, "school.instructorCount"),
        ])
        func aBadBodyIsNamed(body: String, field: String) throws {
            let server = ScriptedServer { _ in [.model()] }
            try Explainer.run(server) { instance in
                let answer = try instance.explain(body)
                #expect(answer.status == 400 && server.requests.isEmpty)
                #expect((answer.json["error"] as? String)?.contains(field) == true, "\(answer.body)")
                #expect(answer.json["requestId"] as? String == answer.requestID && answer.json.count == 2)
            }
        }

        @Test func aBodyOfSixMegabytesIsRefused() throws {
            try Explainer.run(ScriptedServer { _ in [.model()] }) { (instance) throws in
                let large = Explainer.match(String(repeating: "x", count: 4_000_000))
                for isBase64 in [true, false] {
                    let answer = try instance.answer(Event.explain(large, isBase64: isBase64))
                    #expect(answer.status == 400)
                }
                #expect(try instance.explain().source == "bedrock")
            }
        }

        @Test func otherMethodsAndPathsAreNot() throws {
            try Explainer.run(ScriptedServer { _ in [] }) { (instance) throws in
                #expect(try instance.answer(Event.request("OPTIONS", "/explain-match")).status == 204)
                #expect(try instance.answer(Event.request("GET", "/explain-match")).headers["Allow"] == "POST, OPTIONS")
                #expect(try instance.answer(Event.request("GET", "/schools")).status == 404)
            }
        }
    }
}
