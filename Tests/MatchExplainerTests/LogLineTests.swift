import Configuration
import Foundation
import LambdaRuntime
import Support
import Testing

@testable import AWSClient
@testable import MatchExplainer

/// What operators read and search: the words, the metrics, and nothing of anybody's data.
@Suite struct LogLineTests {
    private static let word = "Bedrock"

    private func run(
        _ steps: [ScriptedServer.Step], _ settings: [String: String] = [:], _ body: String = Matches.full,
        times: Int = 1
    ) throws -> [ExplainerRun.Answer] {
        let bedrock = ScriptedServer { _ in steps }
        defer { bedrock.stop() }
        let run = try ExplainerRun(bedrock, settings)
        return try (0..<times).map { _ in try run.post(body) }
    }

    private func access(_ answer: ExplainerRun.Answer) throws -> [String: Any] {
        let lines = answer.lines(with: "method")
        #expect(lines.count == 1 && !lines[0].contains(Self.word) && !lines[0].contains("ERROR"))
        return try LogCapture.object(try #require(lines.first))
    }

    @Test func aCallIsOneLine() throws {
        let answers = try run([ScriptedModel.response(usage: (412, 63))], times: 2)
        #expect(answers[0].lines.count == 2 && answers[1].lines.count == 1)
        #expect(answers[0].lines(with: Self.word).count == 1 && answers[1].lines(with: Self.word).isEmpty)
        let line = try LogCapture.object(answers[0].lines(with: Self.word)[0])
        #expect(line["level"] as? String == "INFO" && line["requestId"] as? String == "id-1")
        #expect(line["model"] as? String == Variable.modelID.standard && line["attempts"] as? Int == 1)
        #expect(line["InputTokens"] as? Int == 412 && line["OutputTokens"] as? Int == 63)
        #expect((line["latencyMs"] as? Double).map { $0 > 0 } == true && line["stopReason"] as? String == "end_turn")
        // 412 at $1 and 63 at $5 a million.
        #expect(abs((line["EstimatedCost"] as? Double ?? 0) - 0.000727) < 1e-12)
        #expect(line["ModelCalls"] as? Int == 1 && line["ModelFailures"] as? Int == 0)
        #expect(try access(answers[0])["CacheHits"] as? Int == 0 && access(answers[1])["CacheHits"] as? Int == 1)
        #expect(try access(answers[0])["status"] as? Int == 200)
    }

    @Test func pricesAreTheOperators() throws {
        let prices = ["BEDROCK_INPUT_USD_PER_MTOK": "3", "BEDROCK_OUTPUT_USD_PER_MTOK": "15"]
        let line = try run([ScriptedModel.response(usage: (1000, 100))], prices)[0].objects()[0]
        #expect(abs((line["EstimatedCost"] as? Double ?? 0) - 0.0045) < 1e-12)
    }

    @Test(arguments: [
        (403, "AccessDeniedException", "denied", 1), (429, "ThrottlingException", "throttled", 3),
        (404, "ResourceNotFoundException", "notFound", 1), (400, "ServiceQuotaExceededException", "quota", 1),
        (400, "ValidationException", "invalid", 1), (500, "InternalServerException", "unavailable", 3),
    ]) func aFailureIsOneErrorLine(status: Int, type: String, kind: String, attempts: Int) throws {
        let answer = try run([ScriptedModel.error(status, type)])[0]
        #expect(answer.lines.count == 2 && answer.lines(with: Self.word).count == 1)
        #expect(answer.lines(with: "ERROR") == answer.lines(with: Self.word))
        let line = try LogCapture.object(answer.lines(with: Self.word)[0])
        #expect(line["errorType"] as? String == type && line["attempts"] as? Int == attempts)
        #expect(line["Kind"] as? String == kind && line["ModelFailures"] as? Int == 1)
        #expect((line["advice"] as? String)?.isEmpty == false)
        let record = try access(answer)
        #expect(record["TemplateAnswers"] as? Int == 1 && record["Reason"] as? String == "modelFailed")
    }

    /// A model that thinks may use up its tokens before it writes: a failure, which costs what it costs.
    @Test func aMessageWithoutTextBeforeTheLimitIsAFailure() throws {
        let thinking = ScriptedModel.response(
            content: [["type": "thinking", "thinking": "Hm."]], stop: "max_tokens", usage: (412, 150))
        let answer = try run([thinking])[0]
        #expect(answer.source == "template" && answer.isFallback == true && answer.lines.count == 2)
        #expect(answer.lines(with: "ERROR") == answer.lines(with: Self.word) && answer.lines(with: "WARN").isEmpty)
        let line = try LogCapture.object(try #require(answer.lines(with: Self.word).first))
        #expect((line["advice"] as? String)?.contains("raise BEDROCK_MAX_TOKENS") == true)
        #expect(line["ModelCalls"] as? Int == 1 && line["ModelFailures"] as? Int == 1)
        #expect(line["InputTokens"] as? Int == 412 && line["OutputTokens"] as? Int == 150)
        #expect(abs((line["EstimatedCost"] as? Double ?? 0) - 0.001162) < 1e-12)
        #expect(try access(answer)["Reason"] as? String == "modelFailed")
    }

    /// A text that was cut before its first sentence ended is no failure, but the line says what to do.
    @Test func aTextCutInItsFirstSentenceHasAdvice() throws {
        let answer = try run([ScriptedModel.response("It fits", stop: "max_tokens")])[0]
        let warning = try LogCapture.object(try #require(answer.lines(with: "WARN").first))
        #expect(warning["cause"] as? String == "empty")
        #expect((warning["advice"] as? String)?.contains("raise BEDROCK_MAX_TOKENS") == true)
        #expect(answer.lines(with: "ERROR").isEmpty)
    }

    @Test func withoutACallTheWordIsNotThere() throws {
        let bad = try run(
            [ScriptedModel.response()], [:],
            #"{"student":{"location":{"lat":"Bedrock ERROR method"}},"school":{},"matchScore":1}"#)[0]
        let low = try run([ScriptedModel.response()], ["AI_MIN_SCORE": "100"])[0]
        for answer in [bad, low] {
            #expect(
                answer.lines.count == 1 && answer.lines(with: Self.word).isEmpty && answer.lines(with: "ERROR").isEmpty)
        }
        #expect(try access(low)["Reason"] as? String == "lowScore")
        #expect(try access(bad)["_aws"] == nil)
    }

    /// The embedded metric format: what CloudWatch needs to make metrics of a line.
    @Test(arguments: ["JSON", "Text"], ["INFO", "ERROR", "FATAL"]) func metricsAreWellFormed(
        format: String, level: String
    ) throws {
        let settings = [
            "AWS_LAMBDA_LOG_FORMAT": format, "AWS_LAMBDA_LOG_LEVEL": level, "AWS_LAMBDA_FUNCTION_NAME": "prod-explain",
        ]
        var answers = try run([ScriptedModel.response()], settings, times: 2)
        answers += try run([ScriptedModel.error(403, "AccessDeniedException")], settings)
        answers += try run([ScriptedModel.response(usage: (.max, .max))], settings)
        answers +=
            try run([ScriptedModel.response("<b>")], settings)
            + run([], settings.merging(["AI_MIN_SCORE": "99"]) { $1 })
        for answer in answers {
            let lines = answer.lines.filter { $0.contains("_aws") }
            #expect(lines.count == (answer.source == "cache" || answer.isFallback == false ? 1 : 2))
            for line in lines { try checkMetrics(try LogCapture.object(line)) }
        }
    }

    private func checkMetrics(_ line: [String: Any]) throws {
        let aws = try #require(line["_aws"] as? [String: Any])
        #expect(abs((aws["Timestamp"] as? Double ?? 0) / 1000 - Date().timeIntervalSince1970) < 60)
        let directives = try #require(aws["CloudWatchMetrics"] as? [[String: Any]])
        #expect(directives.count == 1 && directives[0]["Namespace"] as? String == "FlightSchool")
        let sets = try #require(directives[0]["Dimensions"] as? [[String]])
        #expect(sets.first == ["FunctionName"] && line["FunctionName"] as? String == "prod-explain")
        for name in sets.joined() { #expect((line[name] as? String)?.isEmpty == false, "\(name)") }
        let metrics = try #require(directives[0]["Metrics"] as? [[String: String]])
        #expect(!metrics.isEmpty && Set(metrics.compactMap { $0["Name"] }).count == metrics.count)
        for metric in metrics {
            #expect((line[metric["Name"] ?? ""] as? Double)?.isFinite == true, "\(metric)")
            #expect(["Count", "Milliseconds", "None"].contains(metric["Unit"]))
        }
    }

    /// Nothing that a caller sent or the model said, and no key, at any level but DEBUG; keys not even there.
    @Test(arguments: ["TRACE", "DEBUG", "INFO"], ["JSON", "Text"]) func nothingPrivateIsLogged(
        level: String, format: String
    ) throws {
        var settings = ["AWS_LAMBDA_LOG_LEVEL": level, "AWS_LAMBDA_LOG_FORMAT": format]
        let table = ScriptedServer { _ in [ScriptedModel.error(400, "AccessDeniedException")] }
        defer { table.stop() }
        let steps: [[ScriptedServer.Step]] = [
            [ScriptedModel.response()], [ScriptedModel.response("PRIVATE-ANSWER <b>")],
            [ScriptedModel.error(403, "InvalidSignatureException")],
            [.reset],
            [.answer(body: "PRIVATE-ANSWER")], [.text("PRIVATE-ANSWER\r\n\r\n"), .close],
        ]
        let body = Matches.body(Matches.textFields, "PRIVATE-PROFILE")
        for bearer in ["", "ABSK-BEARER"] {
            settings["AWS_BEARER_TOKEN_BEDROCK"] = bearer
            for steps in steps {
                let bedrock = ScriptedServer { _ in steps }
                let run = try ExplainerRun(bedrock, table: table, settings)
                let lines = try [body, "PRIVATE-PROFILE", #"{"student":"PRIVATE-PROFILE"}"#].flatMap {
                    try run.post($0).lines
                }
                bedrock.stop()
                let text = lines.joined(separator: "\n")
                for secret in ExplainerRun.secrets + ["Authorization", "authorization", "Bearer ", "Signature="] {
                    #expect(!text.contains(secret), "\(secret)")
                }
                if level == "INFO" {
                    for word in ["PRIVATE", "match_facts", "flight schools", "excellent"] {
                        #expect(!text.contains(word), "\(text)")
                    }
                }
            }
        }
    }
}
