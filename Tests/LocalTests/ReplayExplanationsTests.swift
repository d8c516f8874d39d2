import AWSClient
import Foundation
import JSON
import Support
import Testing

@testable import EmbeddedAWS
@testable import Local

/// The tool as a process with the packaged MatchExplainer: what a developer sees of faults, caches and keys.
@Suite(
    .enabled(
        if: Parts.mustRun(FileManager.default.fileExists(atPath: "\(Parts.root.path)/dist/MatchExplainer.zip")),
        "dist/MatchExplainer.zip is not built: run ./build.sh"))
struct ReplayExplanationsTests {
    private static let full = "\(Parts.root.path)/Events/explain-full.json"

    /// The results of a replay of `events`, and how the process ended.
    private func replay(
        _ arguments: [String], _ events: [String] = [full], environment: [(String, String)] = []
    ) throws -> (end: String, results: [JSONValue]) {
        let places = ["--functions", "\(Parts.root.path)/dist", "--events", "\(Parts.root.path)/Events"]
        let (end, output) = try LocalToolProcess.run(
            ["replay", "--json", "--body", "--verbose"] + places + arguments + events, environment: environment)
        let text = output.joined(separator: "\n")
        return (end, try #require(try? json(text).array, "\(text)"))
    }

    private func sources(_ results: [JSONValue]) -> [String?] { results.map { $0["body"]?["source"]?.string } }

    private func calls(_ results: [JSONValue]) -> Int { results.reduce(0) { $0 + ($1["modelCalls"]?.integer ?? 0) } }

    /// Requests that differ in the school's name.
    private func events(_ count: Int, in folder: TemporaryFolder) throws -> [String] {
        try (0..<count).map { number in
            let body = #"{"student":{"trainingGoal":"PPL"},"school":{"name":"School \#(number)"},"matchScore":80}"#
            let event: JSONValue = [
                "httpMethod": "POST", "path": "/explain-match", "requestContext": ["stage": "prod"],
                "body": .string(body),
            ]
            return try folder.write("request-\(number).json", event.text)
        }
    }

    @Test func twentyRequestsTwiceAreTwentyCalls() throws {
        let folder = try TemporaryFolder()
        let events = try events(20, in: folder)
        let (end, results) = try replay([], events + events)
        #expect(end == "exit status 0")
        #expect(sources(results) == Array(repeating: "bedrock", count: 20) + Array(repeating: "cache", count: 20))
        #expect(calls(results) == 20)
        #expect(
            results.prefix(20).map { $0["body"]?["explanation"]?.text }
                == results.suffix(20).map { $0["body"]?["explanation"]?.text })
    }

    @Test func instancesShareExplanationsByTheTable() throws {
        let folder = try TemporaryFolder()
        let event = try events(1, in: folder)[0]
        let other = try folder.write("other.json", String(contentsOfFile: event, encoding: .utf8))
        try folder.write(
            "other.expected.json",
            #"{"environment":{"AWS_LAMBDA_LOG_LEVEL":"WARN"},"statusCode":200,"body":{"source":"cache"}}"#)
        let alone = try replay([], [event, other])
        #expect(sources(alone.results) == ["bedrock", "bedrock"])
        #expect(alone.end == "exit status 1")
        let shared = try replay([], [event, other], environment: [("EXPLANATION_CACHE_TABLE", "whatever")])
        #expect(sources(shared.results) == ["bedrock", "cache"])
        #expect(shared.end == "exit status 0")
        #expect(calls(shared.results) == 1)
    }

    @Test func throttledTwiceItStillExplains() throws {
        let (end, results) = try replay(["--bedrock-fault", "throttle:2"])
        #expect(end == "exit status 0")
        #expect(sources(results) == ["bedrock"])
        #expect(calls(results) == 3)
    }

    @Test(arguments: ["hang", "drip"])
    func aSilentModelCostsNoExplanation(fault: String) throws {
        let (end, results) = try replay(["--bedrock-fault", fault, "--timeout", "2"])
        #expect(end == "exit status 0")
        #expect(sources(results) == ["template"])
        #expect(results[0]["body"]?["fallback"]?.bool == true)
        #expect(results[0]["log"]?.text.contains("ERROR") == true)
    }

    /// Every fault ends in 200 with an explanation, and those that a second try cannot help are one call.
    @Test(arguments: [
        "throttle", "not-ready", "fail", "unavailable", "timeout", "model-error", "quota", "deny", "ended", "profile",
        "reset", "cut-off", "garbage", "huge", "refuse", "empty", "link", "markup", "long",
    ])
    func everyFaultGivesTheTemplate(fault: String) throws {
        let (end, results) = try replay(["--bedrock-fault", fault])
        #expect(end == "exit status 0")
        #expect(sources(results) == ["template"])
        #expect(results[0]["body"]?["fallback"]?.bool == true)
        let isRepeated = [
            "throttle", "not-ready", "fail", "unavailable", "timeout", "model-error", "reset", "cut-off",
        ].contains(fault)
        #expect(calls(results) == (isRepeated ? 3 : 1))
    }

    @Test(arguments: ["max-tokens", "thinking-first"])
    func someTextsAreCompleted(fault: String) throws {
        let (_, results) = try replay(["--bedrock-fault", fault])
        #expect(sources(results) == ["bedrock"])
        #expect(results[0]["body"]?["explanation"]?.string?.hasSuffix(".") == true)
    }

    @Test func refusalsOfTheEventStayAsExpected() throws {
        let bad = "\(Parts.root.path)/Events/explain-bad-latitude.json"
        let (end, results) = try replay(["--bedrock-fault", "fail"], [bad])
        #expect(end == "exit status 0")
        #expect(results[0]["statusCode"]?.integer == 400)
        #expect(calls(results) == 0)
    }

    @Test func theDevelopersVariablesReachTheFunction() throws {
        let key = try replay([], environment: [("AWS_BEARER_TOKEN_BEDROCK", "my-key")])
        #expect(sources(key.results) == ["bedrock"])
        let score = try replay([], environment: [("AI_MIN_SCORE", "100")])
        #expect(sources(score.results) == ["template"])
        #expect(score.end == "exit status 1", "explain-full.json expects the model")
        let model = try replay([], environment: [("BEDROCK_MODEL_ID", "anthropic.claude-haiku-4-5-20251001-v1:0")])
        #expect(sources(model.results) == ["template"])
        #expect(model.results[0]["log"]?.text.contains("inference profile") == true)
        let bad = try replay([], environment: [("BEDROCK_MAX_TOKENS", "many")])
        #expect(bad.results[0]["errorMessage"]?.string?.contains("BEDROCK_MAX_TOKENS") == true)
    }

    @Test func anotherEndpointIsAsked() throws {
        let keys = try #require(Credentials(accessKeyID: "test", secretAccessKey: "test", sessionToken: nil))
        let other = BedrockEndpoint(credentials: keys)
        let server = try HTTPServer(handler: other)
        server.start()
        defer { server.stop() }
        let (end, results) = try replay(["--bedrock", "http://\(server.address)"])
        #expect(end == "exit status 0")
        #expect(other.calls == 1)
        #expect(results[0]["modelCalls"]?.text == "null")
    }

    @Test func namesTheEventWhoseFunctionIsMissing() throws {
        let folder = try TemporaryFolder()
        let (end, output) = try LocalToolProcess.run(
            ["replay", "--functions", folder.path, "--events", "\(Parts.root.path)/Events", Self.full])
        #expect(end == "exit status 2")
        #expect(output.count == 1)
        #expect(output[0].contains("MatchExplainer.zip is missing, and explain-full needs it: ./build.sh makes it"))
    }
}
