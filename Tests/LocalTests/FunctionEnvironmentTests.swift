import AWSClient
import EmbeddedAWS
import Terminal
import Testing

@testable import Local

@Suite struct FunctionEnvironmentTests {
    @Test func theEnvironmentIsCleanAndComplete() throws {
        let shell = [
            "PATH": "/bin", "HOME": "/root", "HTTP_PROXY": "http://x", "AWS_CA_BUNDLE": "/ca", "TABLE_NAME": "mine",
            "ALLOWED_ORIGIN": "https://x", "AWS_ACCESS_KEY_ID": "own", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "eu-west-1",
        ]
        func variables(_ target: ServiceTargets, _ shell: [String: String]) throws -> [String: String] {
            let all = try FunctionEnvironment(target, shell: shell, memory: ["GetSchools": 512]).variables(
                function: "GetSchools", runtimeAPI: "127.0.0.1:1", overrides: [("SCHOOLS_CACHE_SECONDS", "0")])
            return Dictionary(uniqueKeysWithValues: all)
        }
        let keys = EmbeddedCredentials.invented()
        let embedded = try variables(.embedded(url: "http://e", keys), shell)
        #expect(embedded["AWS_ACCESS_KEY_ID"] == keys.accessKeyID)
        #expect(embedded["AWS_SESSION_TOKEN"] == keys.sessionToken)
        #expect(embedded["AWS_ENDPOINT_URL_DYNAMODB"] == "http://e")
        #expect(embedded["TABLE_NAME"] == "flight-schools" && embedded["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "512")
        #expect(embedded["ALLOWED_ORIGIN"] == "https://x")
        #expect(embedded["AWS_LAMBDA_RUNTIME_API"] == "127.0.0.1:1")
        #expect(embedded["SCHOOLS_CACHE_SECONDS"] == "0")
        for name in ["PATH", "HOME", "HTTP_PROXY", "AWS_CA_BUNDLE"] { #expect(embedded[name] == nil) }
        let own = try #require(Credentials(accessKeyID: "own", secretAccessKey: "secret", sessionToken: nil))
        let other = try variables(
            ServiceTargets(dynamoDB: "http://o", bedrock: "http://e", embedded: "http://e", credentials: own), shell)
        #expect(other["AWS_ACCESS_KEY_ID"] == "own")
        #expect(other["AWS_REGION"] == "eu-west-1")
        #expect(other["TABLE_NAME"] == "mine")
        #expect(other["AWS_ENDPOINT_URL_DYNAMODB"] == "http://o")
        #expect(other["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == "http://e")
        let aws = try variables(ServiceTargets(dynamoDB: nil, bedrock: nil, embedded: nil, credentials: own), shell)
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
        let nothing = ServiceTargets(dynamoDB: nil, bedrock: nil, embedded: nil, credentials: nil)
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
            #expect(throws: CommandFailure.self) {
                try FunctionEnvironment(nothing, shell: shell, functions: functions)
            }
        }
    }
}
