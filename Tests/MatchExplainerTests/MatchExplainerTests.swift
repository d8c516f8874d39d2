import Foundation
import JSON
import Support
import Testing

@testable import MatchExplainer

/// The whole function: who answers, and what the caller gets.
@Suite struct MatchExplainerTests {
    @Test func theModelExplains() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.status == 200 && answer.explanation == Claude.text)
        #expect(
            answer.source == "bedrock" && answer.isCached == false && answer.isFallback == nil && answer.body.count == 3
        )
        let request = try #require(bedrock.requests.first)
        let body = try JSONValue(parsing: request.body)
        #expect(request.line.contains("/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke"))
        #expect(body["system"]?.string == MatchPrompt.system)
        #expect(body["messages"]?.array?.first?["content"]?.string == (try Matches.prompt(Matches.full).user))
    }

    @Test func twiceTheSameIsOneCall() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock)
        for number in 0..<20 {
            #expect(try run.post(Matches.body(["school.name"], .string("School \(number)"))).source == "bedrock")
        }
        for number in 0..<20 {
            let again = #"{"matchScore":85.0,"x":1,"school":{"name":" School \#(number)"},"student":{}}"#
            let answer = try run.post(again)
            #expect(answer.source == "cache" && answer.isCached == true && answer.explanation == Claude.text)
            #expect(answer.isFallback == nil && answer.lines.count == 1)
        }
        #expect(bedrock.requests.count == 20)
    }

    @Test func theCacheCanBeTurnedOff() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table, ["EXPLANATION_CACHE_SECONDS": "0"])
        for _ in 0..<3 { #expect(try run.post(Matches.full).source == "bedrock") }
        #expect(bedrock.requests.count == 3 && table.requests.isEmpty)
    }

    @Test func belowTheMinimumScoreTheTemplateAnswers() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table, ["AI_MIN_SCORE": "85"])
        let low = try run.post(Matches.body([], .null, score: 84))
        #expect(low.status == 200 && low.source == "template" && low.isFallback == false && low.isCached == false)
        #expect(low.explanation == "This school is a very good match for your flight training.")
        #expect(bedrock.requests.isEmpty && table.requests.isEmpty && low.lines.count == 1)
        #expect(try run.post(Matches.body([], .null, score: 85)).source == "bedrock")
    }

    /// What is not fit to pass on: the template, a WARN line, and nothing in the cache.
    @Test(arguments: [
        ("Visit https://evil.example", "end_turn", "link"), ("<b>Great</b>", "end_turn", "markup"),
        ("", "end_turn", "empty"),
        (String(repeating: "Great. ", count: 200), "end_turn", "tooLong"), ("I cannot.", "refusal", "refusal"),
        ("Blocked.", "guardrail_intervened", "refusal"), ("It costs $12.", "max_tokens", "empty"),
    ]) func anUnfitAnswerIsNotPassedOn(text: String, stop: String, cause: String) throws {
        let bedrock = ScriptedServer { _ in [Claude.answer(text, stop: stop)] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table)
        for _ in 0..<2 {
            let answer = try run.post(Matches.healthCheck)
            #expect(
                answer.status == 200 && answer.source == "template" && answer.isFallback == true
                    && answer.isCached == false)
            #expect(answer.explanation == "Test is an excellent match for your private pilot training.")
            let warnings = try answer.objects().filter { $0["level"] as? String == "WARN" }
            #expect(warnings.count == 1 && warnings.first?["cause"] as? String == cause)
            #expect(answer.lines(with: "ERROR").isEmpty && answer.lines(with: "Bedrock").count == 1)
        }
        #expect(bedrock.requests.count == 2)
        #expect(table.requests.allSatisfy { $0.headers["x-amz-target"]?.hasSuffix("GetItem") == true })
    }

    @Test func anAnswerThatWasCutEndsWithASentence() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer("It is near. It costs $12.", stop: "max_tokens")] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.source == "bedrock" && answer.explanation == "It is near.")
    }

    @Test(arguments: [
        (#"{"student":{},"school":{}}"#, "matchScore"),
        (#"{"student":{},"school":{},"matchScore":"85"}"#, "matchScore"),
        (#"{"student":{"location":{"lat":91}},"school":{},"matchScore":85}"#, "student.location.lat"),
        ("[]", "JSON object"),
        ("", "missing"),
    ]) func aBadRequestIsTold(body: String, words: String) throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(body)
        #expect(answer.status == 400 && answer.error.contains(words) && answer.body["requestId"] as? String == "id-1")
        #expect(bedrock.requests.isEmpty && answer.lines.count == 1 && answer.lines(with: "\"status\":400").count == 1)
    }

    @Test func otherMethodsAndBase64() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock)
        #expect(try run.post("", method: "OPTIONS").status == 204)
        #expect(try run.post("", method: "GET").status == 405)
        let body = Data(Matches.healthCheck.utf8).base64EncodedString()
        let event: JSONValue = [
            "version": "2.0", "rawPath": "/prod/explain-match", "isBase64Encoded": true, "body": .string(body),
            "requestContext": ["stage": "prod", "http": ["method": "POST"]],
        ]
        let answer = try run.invoke(Array(event.text.utf8))
        #expect(answer.status == 200 && answer.source == "bedrock")
    }

    @Test func withoutCredentialsTheTemplateAnswers() throws {
        let bedrock = ScriptedServer { _ in [Claude.answer()] }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock, ["AWS_ACCESS_KEY_ID": ""])
        let answer = try run.post(Matches.full)
        #expect(answer.status == 200 && answer.source == "template" && answer.isFallback == true)
        #expect(answer.lines(with: "\"level\":\"ERROR\"").count == 1 && bedrock.requests.isEmpty)
        let withKey = try ExplainerRun(bedrock, ["AWS_ACCESS_KEY_ID": "", "AWS_BEARER_TOKEN_BEDROCK": "ABSK-BEARER"])
        #expect(try withKey.post(Matches.full).source == "bedrock")
        #expect(bedrock.requests.first?.headers["authorization"] == "Bearer ABSK-BEARER")
    }
}
