import Bytes
import Foundation
import JSON
import Support
import Testing

@testable import AWSClient
@testable import MatchExplainer

/// The explanations in DynamoDB, which all instances share.
@Suite(.serialized) struct SharedCacheTests {
    private static func item(_ text: String, expires: String) -> String {
        let item: JSONValue = [
            "Item": ["cacheKey": ["S": "k"], "explanation": ["S": .string(text)], "expiresAt": ["N": .string(expires)]]
        ]
        return item.text
    }

    private static func seconds(_ ahead: Int) -> String { String(UTCTime.now().milliseconds / 1000 + ahead) }

    /// A run with a model that always answers, and a table that does `steps`.
    private func post(
        _ table: ScriptedServer, times: Int = 1, _ settings: [String: String] = [:]
    ) throws -> (answers: [ExplainerRun.Answer], calls: Int) {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table, settings)
        let answers = try (0..<times).map { _ in try run.post(Matches.full) }
        return (answers, bedrock.requests.count)
    }

    private func operations(_ table: ScriptedServer) -> [String] {
        table.requests.compactMap { $0.headers["x-amz-target"]?.split(separator: ".").last.map(String.init) }
    }

    @Test func aModelsAnswerIsStored() throws {
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        let before = UTCTime.now().milliseconds / 1000
        let (answers, calls) = try post(table, times: 2, ["EXPLANATION_CACHE_SECONDS": "1000"])
        #expect(answers.map(\.source) == ["bedrock", "cache"] && calls == 1)
        #expect(operations(table) == ["GetItem", "PutItem"])
        let get = try JSONValue(parsing: table.requests[0].body)
        let put = try JSONValue(parsing: table.requests[1].body)
        let key = try #require(get["Key"]?["cacheKey"]?["S"]?.string)
        #expect(key.utf8.count == 64 && get["TableName"]?.string == "explanations" && get["Key"]?.members?.count == 1)
        #expect(put.members?.map(\.name) == ["TableName", "Item"] && put["TableName"]?.string == "explanations")
        let item = try #require(put["Item"])
        #expect(item.members?.map(\.name) == ["cacheKey", "explanation", "expiresAt"])
        #expect(
            item["cacheKey"]?.text == #"{"S":"\#(key)"}"# && item["explanation"]?["S"]?.string == ScriptedModel.text)
        let expires = try #require(item["expiresAt"]?["N"]?.string.flatMap { Int($0) })
        #expect((before + 1000...before + 1060).contains(expires))
    }

    @Test func anotherInstancesAnswerIsFound() throws {
        let body = Self.item("From elsewhere.", expires: Self.seconds(100))
        let table = ScriptedServer { _ in [.answer(body: body)] }
        let (answers, calls) = try post(table, times: 2)
        #expect(
            answers.allSatisfy { $0.source == "cache" && $0.isCached == true && $0.explanation == "From elsewhere." })
        #expect(calls == 0 && operations(table) == ["GetItem"])
        #expect(answers.allSatisfy { $0.lines.count == 1 && $0.lines(with: "Bedrock").isEmpty })
    }

    /// Items that DynamoDB has not removed yet, and items that nobody here has written.
    @Test(arguments: [
        item("Old.", expires: "1"), item("Old.", expires: "0"), item("Old.", expires: "-9223372036854775808"),
        item("Old.", expires: "99999999999999999999"), item("Old.", expires: "1.9e9"), item("Old.", expires: "never"),
        item("", expires: "9999999999"), item(" \u{200B}", expires: "9999999999"),
        item("See https://evil.example", expires: "9999999999"),
        item("<script>alert(1)</script>", expires: "9999999999"),
        item("See evil.com", expires: "9999999999"), item(String(repeating: "x", count: 1201), expires: "9999999999"),
        "{}", #"{"Item":{}}"#, #"{"Item":{"explanation":{"S":"x"}}}"#,
        #"{"Item":{"explanation":{"N":"1"},"expiresAt":{"N":"9999999999"}}}"#,
        #"{"Item":{"explanation":"x","expiresAt":9999999999}}"#,
    ]) func anEntryThatIsNoneIsNotPassedOn(body: String) throws {
        let table = ScriptedServer { $0.number == 0 ? [.answer(body: body)] : [.answer(body: "{}")] }
        let (answers, calls) = try post(table)
        #expect(answers.first?.source == "bedrock" && answers.first?.explanation == ScriptedModel.text && calls == 1)
        #expect(operations(table) == ["GetItem", "PutItem"] && answers.first?.lines(with: "WARN").isEmpty == true)
    }

    @Test func theFurthestExpiryIsNoOverflow() throws {
        let table = ScriptedServer { _ in [.answer(body: Self.item("Fine.", expires: "9223372036854775807"))] }
        #expect(try post(table).answers.first?.explanation == "Fine.")
    }

    @Test func anExpiryCountsInMemoryToo() throws {
        let body = Self.item("Short.", expires: Self.seconds(2))
        let table = ScriptedServer { $0.number == 0 ? [.answer(body: body)] : [.answer(body: "{}")] }
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table)
        #expect(try run.post(Matches.full).explanation == "Short.")
        usleep(2_200_000)
        #expect(try run.post(Matches.full).explanation == ScriptedModel.text)
    }

    /// A failing table is one WARN line, and is not asked a second time in the same request.
    @Test(arguments: [
        ScriptedModel.error(400, "ResourceNotFoundException"), ScriptedModel.error(400, "AccessDeniedException"),
        ScriptedModel.error(400, "ProvisionedThroughputExceededException"), .answer(500), .answer(body: "garbage"),
        .reset,
        .close,
    ]) func aFailingTableIsAWarning(step: ScriptedServer.Step) throws {
        let table = ScriptedServer { _ in [step, .close] }
        let (answers, calls) = try post(table, times: 2)
        #expect(answers.map(\.source) == ["bedrock", "cache"] && calls == 1)
        let lines = try #require(answers.first).objects()
        let warnings = lines.filter { $0["level"] as? String == "WARN" }
        #expect(warnings.count == 1 && warnings.first?["operation"] as? String == "DynamoDB.GetItem")
        #expect((warnings.first?["advice"] as? String)?.contains("EXPLANATION_CACHE_TABLE") == true)
        #expect(
            answers.first?.lines(with: "ERROR").isEmpty == true && answers.first?.lines(with: "SECRET").isEmpty == true)
        #expect(!operations(table).contains("PutItem"))
    }

    @Test func aPutThatFailsIsAWarning() throws {
        let table = ScriptedServer {
            $0.number == 0 ? [.answer(body: "{}")] : [ScriptedModel.error(400, "AccessDeniedException")]
        }
        let (answers, _) = try post(table)
        #expect(answers.first?.source == "bedrock" && answers.first?.lines(with: "WARN").count == 1)
        #expect(answers.first?.lines(with: "DynamoDB.PutItem").count == 1)
    }

    /// A table that does not answer costs at most 150 ms: 100 for looking up, and storing what is left of it.
    @Test(arguments: [0, 1]) func aHangingTableCostsLittle(healthy: Int) throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { bedrock.stop() }
        let alone = try ExplainerRun(bedrock).post(Matches.full).milliseconds
        let added = try (0..<3).map { _ in
            let table = ScriptedServer { $0.number < healthy ? [.answer(body: "{}")] : [.pause(milliseconds: 2000)] }
            let answer = try #require(try post(table).answers.first)
            #expect(answer.source == "bedrock" && answer.lines(with: "WARN").count == 1)
            return answer.milliseconds - alone
        }
        // The best of three, and a little: a busy machine adds to each of them.
        #expect((added.min() ?? .max) <= 150 + 30, "\(added) ms")
    }

    @Test func nobodyListens() throws {
        let table = ScriptedServer { _ in [] }
        table.stop()
        let answer = try #require(try post(table).answers.first)
        #expect(answer.source == "bedrock" && answer.lines(with: "WARN").count == 1 && answer.milliseconds < 400)
    }

    @Test func templatesAreNotStored() throws {
        let bedrock = ScriptedServer { _ in [ScriptedModel.error(403, "AccessDeniedException")] }
        let table = ScriptedServer { _ in [.answer(body: "{}")] }
        defer { for server in [bedrock, table] { server.stop() } }
        let run = try ExplainerRun(bedrock, table: table)
        for _ in 0..<2 { #expect(try run.post(Matches.full).source == "template") }
        #expect(operations(table) == ["GetItem", "GetItem"] && bedrock.requests.count == 2)
    }
}
