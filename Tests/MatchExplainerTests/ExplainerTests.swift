import Foundation
import JSON
import Support
import Testing

@testable import MatchExplainer

/// The whole function: where an explanation comes from, and what the caller gets.
@Suite struct ExplainerTests {
    @Test func theModelExplains() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.status == 200 && answer.explanation == ScriptedModel.text)
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
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock)
        for number in 0..<20 {
            #expect(try run.post(Matches.body(["school.name"], .string("School \(number)"))).source == "bedrock")
        }
        for number in 0..<20 {
            let again = #"{"matchScore":85.0,"x":1,"school":{"name":" School \#(number)"},"student":{}}"#
            let answer = try run.post(again)
            #expect(answer.source == "cache" && answer.isCached == true && answer.explanation == ScriptedModel.text)
            #expect(answer.isFallback == nil && answer.lines.count == 1)
        }
        #expect(bedrock.requests.count == 20)
    }

    @Test func theCacheCanBeTurnedOff() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table, ["EXPLANATION_CACHE_SECONDS": "0"])
        for _ in 0..<3 { #expect(try run.post(Matches.full).source == "bedrock") }
        #expect(bedrock.requests.count == 3 && table.requests.isEmpty)
    }

    @Test func belowTheMinimumScoreTheTemplateAnswers() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
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
        ("", "end_turn", "empty"), ("**Great**, it fits.", "end_turn", "markup"),
        ("# Match\n\nIt fits.", "end_turn", "markup"), ("It fits:\n- price\n- place", "end_turn", "markup"),
        ("It fits", "pause_turn", "empty"), ("It fits", "model_context_window_exceeded", "empty"),
        (String(repeating: "Great. ", count: 200), "end_turn", "tooLong"), ("I cannot.", "refusal", "refusal"),
        ("Blocked.", "guardrail_intervened", "refusal"), ("It costs $12.", "max_tokens", "empty"),
        ("It is within your $16,000.", "end_turn", "number"), ("It has seven instructors.", "end_turn", "number"),
        ("It is a perfect match for you.", "end_turn", "quality"), ("Test is a good match.", "end_turn", "quality"),
    ]) func anUnfitAnswerIsNotPassedOn(text: String, stop: String, cause: String) throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response(text, stop: stop)] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table)
        for _ in 0..<2 {
            let answer = try run.post(Matches.healthCheck)
            #expect(
                answer.status == 200 && answer.source == "template" && answer.isFallback == true
                    && answer.isCached == false)
            #expect(answer.explanation == "Test is an excellent match for your private pilot training.")
            // A busy machine may make the table late, which is a line of its own.
            let warnings = try answer.objects().filter {
                $0["message"] as? String == "the model's answer is not passed on"
            }
            #expect(warnings.count == 1 && warnings.first?["cause"] as? String == cause)
            #expect(warnings.first?["level"] as? String == "WARN")
            #expect(answer.lines(with: "ERROR").isEmpty && answer.lines(with: "Bedrock").count == 1)
        }
        #expect(bedrock.requests.count == 2)
        #expect(table.requests.allSatisfy { $0.headers["x-amz-target"]?.hasSuffix("GetItem") == true })
    }

    @Test(arguments: ["max_tokens", "model_context_window_exceeded", "pause_turn", "tool_use", "something_new", ""])
    func aTextThatMayBeCutEndsWithASentence(stop: String) throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response("It is near. It costs $12.", stop: stop)] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.source == "bedrock" && answer.explanation == "It is near.")
    }

    /// Blank blocks, and blocks before the text: the text is what counts.
    @Test func allTextBlocksAreTheExplanation() throws {
        let content: [JSONValue] = [
            ["type": "thinking", "thinking": "Hm."], ["type": "text", "text": "\n\n"],
            ["type": "text", "text": "It fits."],
            ["type": "text", "text": "It is near."],
        ]
        let bedrock = ScriptedServer { _ in [ScriptedModel.response(content: content)] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(Matches.full)
        #expect(answer.source == "bedrock" && answer.explanation == "It fits. It is near.")
    }

    /// The same prompt is paid for once, whatever else differs in the request.
    @Test func theSamePromptIsOneCall() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock)
        var sources: [String] = []
        for score in ["84.6", "84.61", "84.7", "84"] {
            for id in ["", #""schoolId":"a","#, #""schoolId":"b","#] {
                let body = #"{"student":{},"school":{\#(id)"name":"Test"},"matchScore":\#(score)}"#
                sources.append(try run.post(body).source)
            }
        }
        #expect(sources == ["bedrock"] + Array(repeating: "cache", count: 11) && bedrock.requests.count == 1)
        #expect(Set(bedrock.requests.map(\.text)).count == 1)
    }

    /// A school may be called like a web site. Its explanation is the model's, and it is paid for once.
    @Test(arguments: ["FlyLearn.com", "www.flylearn.com", "Fly-Learn.aero Academy", "École.fr", "Jet.ai & Sons"])
    func aNameThatIsAHostIsNotALink(name: String) throws {
        let text = "\(name) is an excellent match for you. “\(name)” is near (\(name)), and \(name)’s price is right."
        let bedrock = ScriptedServer { _ in [ScriptedModel.response(text)] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table)
        let body = Matches.body(["school.name"], .string(name))
        for source in ["bedrock", "cache"] {
            let answer = try run.post(body)
            #expect(answer.source == source && answer.explanation == text && answer.lines(with: "WARN").isEmpty)
        }
        // Another instance finds it in the table.
        let put = try #require(table.requests.last)
        let stored = try #require(try JSONValue(parsing: put.body)["Item"])
        let full = ScriptedServer { _ in [.answer(body: (["Item": stored] as JSONValue).text)] }
        defer { full.stop() }
        #expect(try ExplainerRun(bedrock, table: full).post(body).source == "cache")
        #expect(bedrock.requests.count == 1)
        let template = try ExplainerRun(bedrock, ["AI_MIN_SCORE": "100"]).post(body)
        #expect(template.explanation.hasPrefix("\(name) is an excellent match"))
    }

    @Test(arguments: [
        (#"{"student":{},"school":{}}"#, "matchScore"),
        (#"{"student":{},"school":{},"matchScore":"85"}"#, "matchScore"),
        (#"{"student":{"location":{"lat":91}},"school":{},"matchScore":85}"#, "student.location.lat"),
        ("[]", "JSON object"),
        ("", "missing"),
    ]) func aBadRequestIsTold(body: String, words: String) throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let answer = try ExplainerRun(bedrock).post(body)
        #expect(answer.status == 400 && answer.error.contains(words) && answer.body["requestId"] as? String == "id-1")
        #expect(bedrock.requests.isEmpty && answer.lines.count == 1 && answer.lines(with: "\"status\":400").count == 1)
    }

    @Test func otherMethodsAndBase64() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
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
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
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
