import JSON
import LambdaRuntime
import Support
import Testing

@testable import MatchExplainer

/// The same profile, school and settings are the same key; everything that an explanation depends on is another.
@Suite struct CacheKeyTests {
    private func key(_ body: String, _ variables: [String: String] = [:]) throws -> String {
        let configuration = try ExplainerConfiguration(Environment { variables[$0] })
        return ExplanationCache.key(try Matches.request(body), configuration)
    }

    @Test func itIsASHA256() throws {
        let key = try key(Matches.full)
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
    ]) func theSameMatchHasTheSameKey(body: String) throws {
        #expect(try key(body) == key(Matches.healthCheck))
    }

    @Test func minusZeroIsZero() throws {
        let zero = #"{"student":{"maxBudget":0},"school":{"location":{"lat":0}},"matchScore":0}"#
        let minus = #"{"student":{"maxBudget":-0.0},"school":{"location":{"lat":-0}},"matchScore":-0e5}"#
        #expect(try key(zero) == key(minus))
    }

    @Test func eachFieldMatters() throws {
        let numbers = [
            "student.maxBudget", "student.location.lat", "student.location.lon", "school.location.lat",
            "school.location.lon",
            "school.costBand.min", "school.costBand.max", "school.instructorCount", "matchScore",
        ]
        var bodies = [Matches.body([], .null), Matches.body([], .null, score: 86)]
        for path in Matches.textFields { bodies += ["a", "b", "A"].map { Matches.body([path], .string($0)) } }
        for path in numbers { bodies += [7, 8].map { Matches.body([path], .number(String($0))) } }
        // What stands in one field is not the same in its neighbour, nor split otherwise between two.
        bodies += [#""city":"a","state":"b""#, #""city":"ab""#, #""state":"ab""#, #""city":"a\",\"b""#].map {
            #"{"student":{"location":{\#($0)}},"school":{},"matchScore":85}"#
        }
        let keys = try bodies.map { try key($0) }
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
        let keys = try settings.map { try key(Matches.full, $0) }
        #expect(Set(keys).count == keys.count)
        // What changes nothing in the text does not throw explanations away.
        let same = [
            "BEDROCK_REGION": "eu-west-1", "AI_MIN_SCORE": "10", "BEDROCK_INPUT_USD_PER_MTOK": "3",
            "AWS_BEARER_TOKEN_BEDROCK": "key", "EXPLANATION_CACHE_TABLE": "table", "BEDROCK_TEMPERATURE": "",
        ]
        #expect(try key(Matches.full, same) == keys[0])
        #expect(try key(Matches.full, ["BEDROCK_TEMPERATURE": "0.50"]) == keys[4])
    }

    /// The prompt's version is part of what the key is made of.
    @Test func thePromptsVersionIsInIt() throws {
        let identity = try ExplainerConfiguration(Environment { _ in nil }).cacheIdentity
        #expect(identity.hasPrefix("\(MatchPrompt.version)|"))
    }
}
