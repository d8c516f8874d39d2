import Configuration
import Foundation
import LambdaRuntime
import Support
import Testing

extension IntegrationTests {
    /// A variable becomes part of a header, a URL or a request: a character that could end it fails the initialisation, and the
    /// line names the variable.
    @Suite(.needsPackage, .needsExplainer) struct ControlCharacterTests {
        /// A usable value for each variable that has no default.
        private static let usable = [
            "ALLOWED_HEADERS": "X-Test", "BEDROCK_REGION": "us-east-1", "BEDROCK_TEMPERATURE": "0.5",
            "BEDROCK_GUARDRAIL_ID": "HIDDENguard",
            "BEDROCK_GUARDRAIL_VERSION": "1", "AWS_BEARER_TOKEN_BEDROCK": "HIDDENbearer",
            "EXPLANATION_CACHE_TABLE": "texts",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9",
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "http://127.0.0.1:9", "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "HIDDENkey",
            "AWS_SECRET_ACCESS_KEY": "HIDDENsecret",
            "AWS_SESSION_TOKEN": "HIDDENtoken",
        ]

        /// Those that are neither sent nor part of an address: a file's path, and a dimension of metrics.
        private static let others = ["AWS_CA_BUNDLE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_RUNTIME_API"]
        static let variables = Variable.all.filter { !others.contains($0.name) }.map(\.name)

        private static func value(_ name: String) throws -> String {
            let standard = Variable.all.first { $0.name == name }?.standard
            return try #require(usable[name] ?? standard, "\(name) needs a usable value here")
        }

        private static let characters: [Unicode.Scalar] = [
            "\n", "\r", "\t", " ", "\u{1}", "\u{1B}", "\u{7F}", "\u{85}", "\u{A0}", "é", "\u{2028}", "🛩",
        ]

        @Test func theValuesAreUsable() throws {
            for function in Function.allCases {
                let variables = try Dictionary(
                    uniqueKeysWithValues: Self.variables.map { ($0, try Self.value($0) as String?) })
                try Instance.run(variables, function: function) { (instance) throws in
                    let path = function == .getSchools ? "/schools" : "/explain-match"
                    #expect(try instance.answer(Event.request("OPTIONS", path)).status == 204)
                }
            }
        }

        /// At the start, in the middle and at the end, in turn.
        @Test(arguments: variables) func failTheInitialisation(name: String) throws {
            let good = try Self.value(name)
            let reader = Variable.all.first { $0.name == name }?.function.flatMap(Function.init) ?? .matchExplainer
            for (index, character) in Self.characters.enumerated() {
                // Spaces around the names of a list are taken off.
                if name == "ALLOWED_HEADERS", character == " " { continue }
                let place = [good.startIndex, good.index(good.startIndex, offsetBy: good.count / 2), good.endIndex][
                    index % 3]
                var value = good
                value.unicodeScalars.insert(character, at: place)
                var variables: [String: String?] = [name: value]
                if name == "BEDROCK_GUARDRAIL_ID" { variables["BEDROCK_GUARDRAIL_VERSION"] = "1" }
                if name == "BEDROCK_GUARDRAIL_VERSION" { variables["BEDROCK_GUARDRAIL_ID"] = "g" }
                if name.hasPrefix("AWS_ENDPOINT_URL") { variables["EXPLANATION_CACHE_TABLE"] = "texts" }
                try Instance.run(variables, function: reader) { (instance) throws in
                    #expect(
                        instance.waitForExit() == "exit status 1", "\(name) with \(character.escaped(asASCII: true))")
                    let log = instance.takeLog()
                    #expect(log.count == 1 && log.first?.contains(name) == true, "\(log)")
                    let isSecret = Variable.all.first { $0.name == name }?.isSecret == true
                    #expect(!isSecret || !log.joined().contains("HIDDEN"), "\(name) is in the log")
                    let errors = instance.requests.map { String(decoding: $0.body, as: UTF8.self) }
                    #expect(!isSecret || !errors.joined().contains("HIDDEN"), "\(name) is in the posted error")
                    #expect(instance.requests.map(\.path) == ["/2018-06-01/runtime/init/error"])
                }
            }
        }
    }
}
