import AWSClient
import Foundation
import JSON
import Support
import Testing

@testable import EmbeddedAWS
@testable import Local
@testable import Terminal

@Suite struct SampleEventTests {
    @Test(arguments: [
        (#"{"httpMethod":"GET","path":"/schools"}"#, "GetSchools"),
        (#"{"httpMethod":"PUT","path":"/explain-match","requestContext":{"stage":"prod"}}"#, "MatchExplainer"),
        (
            #"{"rawPath":"/v1/explain-match","requestContext":{"stage":"v1","http":{"method":"POST"}}}"#,
            "MatchExplainer"
        ),
        (#"{"httpMethod":"POST","path":"/v1/x/","resource":"/explain-match"}"#, "MatchExplainer"),
        (
            #"{"routeKey":"ANY /explain-match","rawPath":"/schools","requestContext":{"http":{"method":"POST"}}}"#,
            "MatchExplainer"
        ),
        (#"{"httpMethod":"POST","path":"/explain-matches"}"#, "GetSchools"), ("{}", "GetSchools"),
        ("[]", "GetSchools"), ("{", "GetSchools"),
    ])
    func decidesWhichFunctionServes(event: String, function: String) throws {
        #expect(SampleEvent.function(serving: Array(event.utf8)) == function)
    }

    /// A function whose events have no route is named beside the event.
    @Test func anExpectedResponseMayNameTheFunction() throws {
        let folder = try TemporaryFolder()
        try folder.write("hello.json", #"{"name":"world"}"#)
        try folder.write("hello.expected.json", #"{"function":"Hello","statusCode":200}"#)
        let event = try #require(try SampleEvent.load([], folder: folder.path).first)
        #expect(event.function == "Hello" && event.expectation?.status == 200)
        let answer = Array(#"{"statusCode":200}"#.utf8)
        #expect(event.expectation?.differences(from: .response(answer)) == [])
    }

    @Test func loadsAFolderByName() throws {
        let folder = try TemporaryFolder()
        for name in ["b.json", "a.json", "a.expected.json", "schools.json", "a-2.json"] { try folder.write(name, "{}") }
        try folder.write("notes.txt", "x")
        let events = try SampleEvent.load([], folder: folder.path)
        #expect(events.map(\.name) == ["a", "a-2", "b"])
        #expect(events.map { $0.expectation != nil } == [true, false, false])
    }

    @Test func namesWhatIsWrong() throws {
        let folder = try TemporaryFolder()
        let bad = try folder.write("bad.json", #"{"a":tru}"#)
        func problem(_ paths: [String], _ folder: String) -> String? {
            #expect(throws: Problem.self) { try SampleEvent.load(paths, folder: folder) }?.description
        }
        #expect(problem([bad], folder.path) == "\(bad) is not JSON: true or false was expected at byte 5")
        #expect(problem(["/none.json"], folder.path) == "/none.json cannot be read: there is no such file")
        #expect(problem([], "/none")?.contains("/none cannot be read") == true)
        try FileManager.default.removeItem(atPath: bad)
        #expect(problem([], folder.path)?.contains("no event") == true)
        try folder.write("x.json", "{}")
        try folder.write("x.expected.json", "{")
        #expect(problem([], folder.path)?.contains("x.expected.json is not JSON") == true)
    }

    @Test func theRepositorysEventsAreWhole() throws {
        let events = try SampleEvent.load([], folder: "\(Parts.root.path)/Events")
        #expect(events.count >= 18)
        for event in events { #expect(event.expectation != nil, "\(event.name)") }
        #expect(try TextFile.table("\(Parts.root.path)/Events/schools.json").items.count >= 40)
    }
}

@Suite struct CommandLineTests {
    @Test func readsOptions() throws {
        let options = try ReplayOptions([
            "--functions", "zips", "--page-size=7", "a.json", "--verbose", "--timeout", "0.5", "--", "--b.json",
        ])
        #expect(options.functions == "zips")
        #expect(options.pageSize == 7)
        #expect(options.events == ["a.json", "--b.json"])
        #expect(options.isVerbose)
        #expect(options.timeoutMilliseconds == 500)
    }

    @Test(arguments: [
        ["--nonsense"], ["--functions"], ["--page-size", "0"], ["--page-size", "x"], ["--timeout", "0"],
        ["--timeout", "901"],
        ["--aws", "--bedrock", "http://x"], ["--aws", "--bedrock-fault", "hang"], ["--bedrock", "x"],
        ["--bedrock", "http://x", "--bedrock-fault", "hang"], ["--bedrock-fault", "hang,nope"],
        ["--aws", "--dynamodb", "http://x"], ["--aws", "--page-size", "1"], ["--dynamodb", "ftp://x"], ["--functions="],
    ])
    func refusesOptions(arguments: [String]) {
        #expect(throws: Problem.self) { try ReplayOptions(arguments) }
    }

    @Test func theEnvironmentIsCleanAndComplete() throws {
        let shell = [
            "PATH": "/bin", "HOME": "/root", "HTTP_PROXY": "http://x", "AWS_CA_BUNDLE": "/ca", "TABLE_NAME": "mine",
            "ALLOWED_ORIGIN": "https://x", "AWS_ACCESS_KEY_ID": "own", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-west-1",
        ]
        func variables(_ target: ServiceTargets, _ shell: [String: String]) throws -> [String: String] {
            let all = try FunctionEnvironment(target, shell: shell).variables(
                function: "GetSchools", runtimeAPI: "127.0.0.1:1", overrides: [("SCHOOLS_CACHE_SECONDS", "0")])
            return Dictionary(uniqueKeysWithValues: all)
        }
        let keys = EmbeddedCredentials.invented()
        let embedded = try variables(.embedded(url: "http://e", keys), shell)
        #expect(embedded["AWS_ACCESS_KEY_ID"] == keys.accessKeyID)
        #expect(embedded["AWS_SESSION_TOKEN"] == keys.sessionToken)
        #expect(embedded["AWS_ENDPOINT_URL_DYNAMODB"] == "http://e")
        #expect(embedded["TABLE_NAME"] == "flight-schools")
        #expect(embedded["ALLOWED_ORIGIN"] == "https://x")
        #expect(embedded["AWS_LAMBDA_RUNTIME_API"] == "127.0.0.1:1")
        #expect(embedded["SCHOOLS_CACHE_SECONDS"] == "0")
        for name in ["PATH", "HOME", "HTTP_PROXY", "AWS_CA_BUNDLE"] { #expect(embedded[name] == nil) }
        let own = try #require(Credentials(accessKeyID: "own", secretAccessKey: "secret", sessionToken: nil))
        let other = try variables(
            ServiceTargets(dynamoDB: .endpoint(url: "http://o"), bedrock: .embedded(url: "http://e"), credentials: own),
            shell)
        #expect(other["AWS_ACCESS_KEY_ID"] == "own")
        #expect(other["AWS_REGION"] == "eu-west-1")
        #expect(other["TABLE_NAME"] == "mine")
        #expect(other["AWS_ENDPOINT_URL_DYNAMODB"] == "http://o")
        #expect(other["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == "http://e")
        let aws = try variables(ServiceTargets(dynamoDB: .aws, bedrock: .aws, credentials: own), shell)
        #expect(aws["AWS_ENDPOINT_URL_DYNAMODB"] == nil)
        #expect(aws["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == nil)
        #expect(aws["AWS_ACCESS_KEY_ID"] == "own")
    }

    @Test func theExplainersVariablesReachOnlyTheExplainer() throws {
        let shell = [
            "BEDROCK_MODEL_ID": "global.model", "AI_MIN_SCORE": "50", "AWS_BEARER_TOKEN_BEDROCK": "key",
            "EXPLANATION_CACHE_TABLE": "mine",
        ]
        let environment = try FunctionEnvironment(
            .embedded(url: "http://e", EmbeddedCredentials.invented()), shell: shell)
        func variables(_ function: String) -> [String: String] {
            Dictionary(uniqueKeysWithValues: environment.variables(function: function, runtimeAPI: "127.0.0.1:1"))
        }
        let explainer = variables("MatchExplainer")
        #expect(explainer["BEDROCK_MODEL_ID"] == "global.model")
        #expect(explainer["AI_MIN_SCORE"] == "50")
        #expect(explainer["AWS_BEARER_TOKEN_BEDROCK"] == "key")
        #expect(explainer["EXPLANATION_CACHE_TABLE"] == "explanations", "the embedded table has one name")
        #expect(variables("GetSchools")["AWS_BEARER_TOKEN_BEDROCK"] == nil)
    }

    @Test func anAPIKeyIsEnoughForExplanations() throws {
        let nothing = ServiceTargets(dynamoDB: .aws, bedrock: .aws, credentials: nil)
        let key = ["AWS_BEARER_TOKEN_BEDROCK": "key"]
        let environment = try FunctionEnvironment(nothing, shell: key, functions: ["MatchExplainer"])
        let variables = Dictionary(
            uniqueKeysWithValues: environment.variables(function: "MatchExplainer", runtimeAPI: "127.0.0.1:1"))
        #expect(variables["AWS_REGION"] == "us-east-1")
        #expect(variables["AWS_BEARER_TOKEN_BEDROCK"] == "key")
        #expect(variables["AWS_ACCESS_KEY_ID"] == nil)
        let shared = ["AWS_BEARER_TOKEN_BEDROCK": "key", "EXPLANATION_CACHE_TABLE": "t"]
        let cases: [(Set<String>, [String: String])] = [
            (["GetSchools"], key), (["MatchExplainer"], [:]), (["GetSchools"], [:]), (["MatchExplainer"], shared),
        ]
        for (functions, shell) in cases {
            #expect(throws: Problem.self) { try FunctionEnvironment(nothing, shell: shell, functions: functions) }
        }
    }

    @Test func choosesKeys() throws {
        let shell = ["AWS_ACCESS_KEY_ID": "own", "AWS_SECRET_ACCESS_KEY": "secret"]
        func id(_ arguments: [String], _ shell: [String: String]) throws -> String? {
            ServiceTargets.credentials(try ReplayOptions(arguments), shell: shell)?.accessKeyID
        }
        #expect(try id([], shell)?.hasPrefix("ASIA") == true)
        #expect(try id(["--aws"], shell) == "own")
        #expect(try id(["--aws"], [:]) == nil)
        #expect(try id(["--bedrock", "http://b"], shell) == "own")
        #expect(try id(["--dynamodb", "http://d"], [:]) == "test")
    }

    @Test(arguments: [
        [], ["nonsense"], ["replay", "--functions", "/none"], ["endpoints", "x"], ["replay", "/none.json"],
    ])
    func exitsWithTwo(arguments: [String]) {
        #expect(LocalTool.run(arguments) == 2)
    }
}
