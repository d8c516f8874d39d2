import Foundation
import Support
import Testing

extension IntegrationTests {
    /// How the packaged function starts, and refuses to.
    @Suite(.needsPackage) struct StartTests {
        @Test(arguments: [nil, "", "nonsense", "127.0.0.1", "127.0.0.1:99999"])
        func saysInOneLineThatItWasNotStartedByLambda(address: String?) throws {
            let environment = address.map { ["AWS_LAMBDA_RUNTIME_API": $0] } ?? [:]
            let run = try Subprocess.run(
                try #require(Function.getSchools.bootstrap), environment: environment, seconds: 10)
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("./build.sh replay"))
            #expect(run.errors.filter { $0 == "\n" }.count == 1 && run.errors.hasSuffix("\n"))
        }

        /// Each bad value of contract §3, and the variable that the line must name.
        static let badValues: [(name: String, value: String?)] = [
            ("SCHOOLS_CACHE_SECONDS", "abc"), ("SCHOOLS_CACHE_SECONDS", "-1"), ("SCHOOLS_CACHE_SECONDS", "1.5"),
            ("SCHOOLS_CACHE_SECONDS", "99999999999999999999"), ("AWS_ENDPOINT_URL", "ftp://x"),
            ("AWS_ENDPOINT_URL", "http://"), ("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000"),
            ("AWS_CA_BUNDLE", "/no/such/file.pem"), ("AWS_CA_BUNDLE", "/"), ("AWS_CA_BUNDLE", "/dev/null"),
            ("AWS_CA_BUNDLE", "/etc/hosts"), ("AWS_REGION", nil), ("AWS_REGION", ""), ("AWS_REGION", "US EAST"),
            ("AWS_LAMBDA_LOG_LEVEL", "LOUD"), ("AWS_LAMBDA_LOG_FORMAT", "XML"), ("ALLOWED_ORIGIN", "not an origin"),
            ("ALLOWED_ORIGIN", "https://a.example,https://b.example"), ("ALLOWED_ORIGIN", "https://*.vercel.app"),
            ("ALLOWED_ORIGIN", "https://WWW.Example.com"), ("ALLOWED_ORIGIN", "https://www.example.com:443"),
            ("ALLOWED_ORIGIN", "https://www.example.com/"), ("ALLOWED_HEADERS", "no header"),
            ("ALLOWED_HEADERS", "a,,b"),
            ("TABLE_NAME", "no spaces"), ("TABLE_NAME", "ab"),
        ]

        @Test(arguments: badValues)
        func namesABadValueAndEnds(name: String, value: String?) throws {
            try Instance.run([name: value]) { try expectRefusal($0, name) }
        }

        @Test func namesACertificateFileThatMayNotBeRead() throws {
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "roots.pem")
            try Data("-----BEGIN CERTIFICATE-----\n".utf8).write(to: file)
            chmod(file.path, 0)
            // Root may read every file, unless it gives that up.
            let plainRoot = [
                "/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--",
            ]
            try Instance.run(["AWS_CA_BUNDLE": file.path], launcher: getuid() == 0 ? plainRoot : []) {
                try expectRefusal($0, "AWS_CA_BUNDLE")
            }
        }

        /// The same for MatchExplainer: its own variables, and those that both functions read.
        static let badValuesOfTheExplainer: [(name: String, value: String?)] = [
            ("BEDROCK_MODEL_ID", ""), ("BEDROCK_MODEL_ID", "a model"), ("BEDROCK_MODEL_ID", "x?y=1"),
            ("BEDROCK_REGION", "US EAST"), ("BEDROCK_MAX_TOKENS", "0"), ("BEDROCK_MAX_TOKENS", "many"),
            ("BEDROCK_TEMPERATURE", "2"), ("BEDROCK_TEMPERATURE", "warm"), ("BEDROCK_TEMPERATURE", "nan"),
            ("AWS_BEARER_TOKEN_BEDROCK", "two words"), ("AI_MIN_SCORE", "-1"), ("AI_MIN_SCORE", "101"),
            ("BEDROCK_GUARDRAIL_ID", "gr 1"), ("BEDROCK_INPUT_USD_PER_MTOK", "free"),
            ("BEDROCK_OUTPUT_USD_PER_MTOK", "-5"), ("EXPLANATION_CACHE_TABLE", "no spaces"),
            ("EXPLANATION_CACHE_SECONDS", "-1"), ("EXPLANATION_CACHE_SECONDS", "1.5"),
            ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "localhost:8000"), ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "ftp://x"),
            ("AWS_ENDPOINT_URL", "http://"), ("AWS_CA_BUNDLE", "/no/such/file.pem"), ("AWS_REGION", nil),
            ("AWS_LAMBDA_LOG_LEVEL", "LOUD"), ("AWS_LAMBDA_LOG_FORMAT", "XML"), ("ALLOWED_ORIGIN", "not an origin"),
            ("TABLE_NAME", "ab"),
        ]

        @Test(.needsExplainer, arguments: badValuesOfTheExplainer)
        func theExplainerNamesABadValueAndEnds(name: String, value: String?) throws {
            let other: [String: String?] = name == "BEDROCK_GUARDRAIL_ID" ? ["BEDROCK_GUARDRAIL_VERSION": "1"] : [:]
            try Instance.run(other.merging([name: value]) { $1 }, function: .matchExplainer) { instance in
                try expectRefusal(instance, name)
            }
        }

        /// One without the other.
        @Test(
            .needsExplainer,
            arguments: [
                ("BEDROCK_GUARDRAIL_ID", "BEDROCK_GUARDRAIL_VERSION"),
                ("BEDROCK_GUARDRAIL_VERSION", "BEDROCK_GUARDRAIL_ID"),
            ])
        func theExplainerNamesTheMissingHalfOfAGuardrail(given: String, missing: String) throws {
            try Instance.run([given: "1"], function: .matchExplainer) { try expectRefusal($0, missing) }
        }

        private func expectRefusal(_ instance: Instance, _ name: String) throws {
            #expect(instance.waitForExit() == "exit status 1")
            let log = instance.takeLog()
            #expect(log.count == 1 && log[0].contains("ERROR") && log[0].contains(name), "\(log)")
            let requests = instance.requests
            #expect(requests.map(\.path) == ["/2018-06-01/runtime/init/error"] && requests[0].method == "POST")
            let type = try #require(requests.first?.headers["lambda-runtime-function-error-type"])
            let body = try JSONSerialization.jsonObject(with: Data(requests.first?.body ?? []))
            let json = try #require(body as? [String: Any])
            #expect(Set(json.keys) == ["errorType", "errorMessage", "stackTrace"])
            #expect(json["errorType"] as? String == type && type.hasPrefix("Function."))
            #expect((json["errorMessage"] as? String)?.contains(name) == true)
            #expect(json["stackTrace"] is [Any])
        }

        @Test func takesEmptyOptionalVariablesForUnset() throws {
            let optional = [
                "SCHOOLS_CACHE_SECONDS", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", "AWS_LAMBDA_LOG_LEVEL",
                "AWS_LAMBDA_LOG_FORMAT", "ALLOWED_ORIGIN", "ALLOWED_HEADERS", "TABLE_NAME", "AWS_SESSION_TOKEN",
            ]
            let dynamoDB = try EmbeddedDynamoDB()
            var variables = dynamoDB.variables
            for name in optional { variables[name] = "" }
            try Instance.run(variables) { instance in
                let answer = try instance.answer(Event.options())
                #expect(answer.status == 204)
                #expect(answer.headers["Access-Control-Allow-Origin"] == "*")
                #expect(answer.body.isEmpty && answer.headers["Content-Type"] == nil)
            }
        }

        @Test(.needsExplainer) func theExplainerTakesEmptyOptionalVariablesForUnset() throws {
            let optional = [
                "BEDROCK_REGION", "BEDROCK_MAX_TOKENS", "BEDROCK_TEMPERATURE", "AWS_BEARER_TOKEN_BEDROCK",
                "AI_MIN_SCORE",
                "BEDROCK_GUARDRAIL_ID", "BEDROCK_GUARDRAIL_VERSION", "BEDROCK_INPUT_USD_PER_MTOK",
                "BEDROCK_OUTPUT_USD_PER_MTOK", "EXPLANATION_CACHE_TABLE", "EXPLANATION_CACHE_SECONDS",
                "AWS_ENDPOINT_URL",
                "AWS_CA_BUNDLE", "AWS_LAMBDA_LOG_LEVEL", "AWS_LAMBDA_LOG_FORMAT", "ALLOWED_ORIGIN", "TABLE_NAME",
            ]
            let variables: [String: String?] = Dictionary(uniqueKeysWithValues: optional.map { ($0, "") })
            try Explainer.run(ScriptedServer { _ in [.model()] }, variables) { (instance) throws in
                for source in ["bedrock", "cache"] { #expect(try instance.explain().source == source) }
            }
        }

        /// A region of another partition, a FIPS-like name: anything that may be one.
        @Test(arguments: ["us-gov-west-1", "cn-north-1", "eusc-de-east-1"])
        func startsInAnyRegion(region: String) throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables.merging(["AWS_REGION": region]) { $1 }) { instance in
                let answer = try instance.answer(Event.list())
                #expect(answer.status == 200)
            }
        }
    }
}
