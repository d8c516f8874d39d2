import Testing

@testable import LambdaRuntime

@Suite struct EnvironmentTests {
    private static let text = Variable("X", allowed: "set", "Anything.") { _ in true }
    private static let number = Variable("X", default: 30, in: 0...100, "A number.")

    private func environment(_ value: String?) -> Environment { Environment { $0 == "X" ? value : nil } }

    @Test func anEmptyValueCountsAsUnset() {
        #expect(environment("v")[Self.text] == "v")
        #expect(environment("")[Self.text] == nil && environment("").isEmpty(Self.text))
        #expect(environment(nil)[Self.text] == nil && !environment(nil).isEmpty(Self.text))
        #expect(environment(" ")[Self.text] == " " && !environment(" ").isEmpty(Self.text))
        let variables = ["PATH", "FLIGHT_SCHOOL_NO_SUCH"].map {
            Variable($0, allowed: "set", "Anything.") { _ in true }
        }
        #expect(Environment.process[variables[0]] != nil && Environment.process[variables[1]] == nil)
    }

    @Test(arguments: [(nil, 30), ("", 30), ("0", 0), ("7", 7), ("100", 100), ("007", 7)] as [(String?, Int)])
    func wholeNumbersAreRead(text: String?, value: Int) throws {
        #expect(try environment(text).integer(Self.number) == value)
    }

    @Test(arguments: [
        "-1", "101", "+7", " 7", "7 ", "7.0", "1e2", "0x10", "seven", "99999999999999999999999", "٧", "７", "7\n", "-",
        "1_0",
    ]) func anythingElseIsABadValueThatNamesTheVariable(text: String) throws {
        let error = #expect(throws: Environment.BadValue.self) {
            try environment(text).integer(Self.number)
        }
        #expect(error?.variable == "X")
        #expect(error?.description == "environment variable X is \"\(text)\": it must be a whole number from 0 to 100")
    }

    @Test func aLongValueIsCutAndAHiddenOneIsNotShown() {
        let long = Environment.BadValue("X", value: String(repeating: "v", count: 5000), allowed: "short")
        #expect(long.description.utf8.count < 200)
        let hidden = Environment.BadValue("SECRET", allowed: "set")
        #expect(hidden.description == "environment variable SECRET is not set or not usable: it must be set")
        let endpoint = Variable("X", allowed: "a URL", "An endpoint.") { _ in false }
        #expect(!endpoint.bad("http://user:password@host").description.contains("password"))
        #expect(endpoint.bad("http//host").description.contains("http//host"))
    }

    @Test(
        arguments: [
            (nil, nil, Log.Level.info, Log.Format.json), ("json", "debug", .debug, .json),
            ("Text", "WARN", .warn, .text),
            ("TEXT", "Fatal", .fatal, .text), ("", "", .info, .json), ("JSON", "TRACE", .trace, .json),
        ] as [(String?, String?, Log.Level, Log.Format)])
    func logSettingsAreReadInAnyCase(format: String?, level: String?, expected: Log.Level, form: Log.Format) throws {
        let log = try Log(
            Environment { $0 == "AWS_LAMBDA_LOG_FORMAT" ? format : $0 == "AWS_LAMBDA_LOG_LEVEL" ? level : nil })
        #expect(log.level == expected && log.format == form)
    }

    @Test(arguments: ["xml", "json ", "text\n", "JSON,Text", "1"]) func otherFormatsAreBadValues(value: String) {
        #expect(throws: Environment.BadValue.self) {
            try Log(Environment { $0 == "AWS_LAMBDA_LOG_FORMAT" ? value : nil })
        }
    }

    @Test(arguments: ["warning", "off", "all", " info", "6"]) func otherLevelsAreBadValues(value: String) {
        #expect(throws: Environment.BadValue.self) {
            try Log(Environment { $0 == "AWS_LAMBDA_LOG_LEVEL" ? value : nil })
        }
    }
}
