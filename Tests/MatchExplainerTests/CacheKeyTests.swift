import Bytes
import JSON
import LambdaRuntime
import Support
import Testing

@testable import AWSClient
@testable import MatchExplainer

/// What is cached is keyed by everything that the model is sent: the same call has the same key, another call another.
@Suite struct CacheKeyTests {
    /// The key of a request, and the bytes that the model is sent for it.
    private func call(_ body: String, _ variables: [String: String] = [:]) throws -> (key: String, sent: String) {
        let configuration = try ExplainerConfiguration(Environment { variables[$0] })
        let bedrock = Bedrock(
            ServiceClient(
                endpoint: Endpoint(host: "bedrock-runtime", region: "us-east-1"), authentication: .bearer("key"),
                trust: .amazonRoots, retry: .never), model: configuration.model)
        let call = bedrock.call(system: MatchPrompt.system, user: try Matches.prompt(body).user)
        let headers = call.headers.map { "\($0.name): \($0.value)" }
        return (
            call.digest, ([call.path] + headers + [String(decoding: call.body, as: UTF8.self)]).joined(separator: "\n")
        )
    }

    @Test func itIsASHA256() throws {
        let key = try call(Matches.full).key
        #expect(key.utf8.count == 64 && key.allSatisfy { "0123456789abcdef".contains($0) })
    }

    @Test(arguments: [
        #"{"matchScore":85,"school":{"name":"Test"},"student":{"maxBudget":15000,"trainingGoal":"PPL"}}"#,
        " {\n\t\"student\" : { \"trainingGoal\" : \"PPL\" , \"maxBudget\" : 15000 } , \"school\":{\"name\":\"Test\"},\"matchScore\":85}\r\n",
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000.0},"school":{"name":"Test"},"matchScore":85.00}"#,
        #"{"student":{"trainingGoal":"PPL","maxBudget":15e3},"school":{"name":"Test"},"matchScore":0.85e2}"#,
        #"{"student":{"trainingGoal":"PPL","maxBudget":1500000E-2},"school":{"name":"Test"},"matchScore":85}"#,
        #"{"v":2,"student":{"id":"u1","trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Test","x":[]},"matchScore":85}"#,
        #"{"student":{"trainingGoal":"\u0050PL","maxBudget":15000,"location":null},"school":{"name":"Test"},"matchScore":85}"#,
        #"{"student":{"trainingGoal":" PPL ","maxBudget":15000,"location":{}},"school":{"name":"T\u200best"},"matchScore":85}"#,
        #"{"student":{"trainingGoal":"x","maxBudget":15000,"trainingGoal":"PPL"},"school":{"name":"Test"},"matchScore":85}"#,
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Test"},"matchScore":85,"factors":null}"#,
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Test"},"matchScore":85,"factors":[]}"#,
        // What is not in the prompt: fractions of the score, fractions of dollars, the school's id.
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000.4},"school":{"name":"Test"},"matchScore":85.99}"#,
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"schoolId":"x","name":"Test"},"matchScore":85}"#,
    ]) func theSameQuestionHasTheSameKey(body: String) throws {
        #expect(try call(body).key == call(Matches.healthCheck).key)
    }

    @Test func minusZeroIsZero() throws {
        let zero = #"{"student":{"maxBudget":0},"school":{"location":{"lat":0}},"matchScore":0}"#
        let minus = #"{"student":{"maxBudget":-0.0},"school":{"location":{"lat":-0}},"matchScore":-0e5}"#
        #expect(try call(zero).key == call(minus).key)
    }

    /// Random profiles, many of them close to one another, with random settings: keys are equal exactly where the calls are.
    @Test func keysAreEqualWhereTheCallsAre() throws {
        var random = Chance(seed: 12)
        let settings: [[String: String]] = [
            [:], ["BEDROCK_MAX_TOKENS": "151"], ["BEDROCK_TEMPERATURE": "0.5"], ["BEDROCK_TEMPERATURE": "0.50"],
        ]
        var seen: [String: String] = [:]
        var count = 0
        for _ in 0..<2000 {
            let fields: [(String, [String])] = [
                ("matchScore", ["84.6", "84.61", "84.7", "85", "85.0"]),
                ("school.schoolId", [#""a""#, #""b""#, "null"]),
                ("school.name", [#""Test""#, #"" Test ""#, #""Tess""#]),
                ("student.maxBudget", ["9000", "9000.4", "9e3", "0"]),
                ("student.location.lat", ["30", "30.0001", "31"]), ("student.location.lon", ["-97", "-97.0"]),
                ("school.location.lat", ["30.5", "null"]), ("school.location.lon", ["-97"]),
                ("school.instructorCount", ["0", "7", "7.0", "null"]),
            ]
            var body: JSONValue = ["student": .object([]), "school": .object([])]
            for (path, values) in fields {
                let value = try json(try #require(values.randomElement(using: &random)))
                body = Matches.put(body, path, value)
            }
            let (key, sent) = try call(body.text, try #require(settings.randomElement(using: &random)))
            count += seen[key] == nil ? 1 : 0
            #expect(seen[key, default: sent] == sent)
            seen[key] = sent
        }
        #expect(Set(seen.values).count == seen.count && count > 50 && count < 1000)
    }

    @Test func eachTextOfThePromptMatters() throws {
        var bodies = [Matches.body([], .null), Matches.body([], .null, score: 86)]
        for path in Matches.textFields where path != "school.schoolId" {
            bodies += ["a", "b", "A"].map { Matches.body([path], .string("\($0) \(path)")) }
        }
        for path in ["student.maxBudget", "school.costBand.min", "school.costBand.max", "school.instructorCount"] {
            bodies += [7, 8].map { Matches.body([path], .number(String($0))) }
        }
        bodies += ["cost", "quality"].flatMap { name in
            [10, 11].map { points in
                let factor: JSONValue = ["name": .string(name), "points": .number("\(points)"), "of": 15]
                return Matches.body(["factors"], [factor])
            }
        }
        let keys = try bodies.map { try call($0).key }
        #expect(Set(keys).count == keys.count)
    }

    @Test func eachSettingMatters() throws {
        let guardrail = ["BEDROCK_GUARDRAIL_ID": "g1", "BEDROCK_GUARDRAIL_VERSION": "1"]
        let settings: [[String: String]] = [
            [:], ["BEDROCK_MODEL_ID": "anthropic.claude-sonnet-4-6"], ["BEDROCK_MAX_TOKENS": "151"],
            ["BEDROCK_TEMPERATURE": "0"], ["BEDROCK_TEMPERATURE": "0.5"], guardrail,
            guardrail.merging(["BEDROCK_GUARDRAIL_VERSION": "2"]) { $1 },
            guardrail.merging(["BEDROCK_GUARDRAIL_ID": "g2"]) { $1 },
        ]
        let keys = try settings.map { try call(Matches.full, $0).key }
        #expect(Set(keys).count == keys.count)
        // What changes nothing in the text does not throw explanations away.
        let same = [
            "BEDROCK_REGION": "eu-west-1", "AI_MIN_SCORE": "10", "BEDROCK_INPUT_USD_PER_MTOK": "3",
            "AWS_BEARER_TOKEN_BEDROCK": "key", "EXPLANATION_CACHE_TABLE": "table", "BEDROCK_TEMPERATURE": "",
        ]
        #expect(try call(Matches.full, same).key == keys[0])
        #expect(try call(Matches.full, ["BEDROCK_TEMPERATURE": "0.50"]).key == keys[4])
    }
}
