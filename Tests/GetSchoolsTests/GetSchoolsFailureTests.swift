import Bytes
import LambdaRuntime
import Support
import Testing

@testable import Configuration
@testable import GetSchools

/// What callers and operators get when DynamoDB or the configuration fails.
@Suite struct GetSchoolsFailureTests {
    private static let internals = ["flight-schools", "127.0.0.1", "DynamoDB", "arn:", "AKID", "Exception", "secret"]

    private static func error(_ type: String) -> String {
        #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(type)","message":"arn:aws:iam::1:role/secret table flight-schools"}"#
    }

    @Test(
        arguments: [
            ("ThrottlingException", 400, 503, "5", "ThrottlingException"),
            ("InternalServerError", 500, 503, "2", "InternalServerError"),
            ("AccessDeniedException", 400, 500, nil, "AccessDeniedException"),
            ("ResourceNotFoundException", 400, 500, nil, "ResourceNotFoundException"),
            ("ValidationException", 400, 500, nil, "ValidationException"),
            ("UnrecognizedClientException", 400, 500, nil, "UnrecognizedClientException"),
        ] as [(String, Int, Int, String?, String)])
    func aFailureOfDynamoDB(type: String, given: Int, told: Int, retryAfter: String?, logged: String) throws {
        let table = try ScriptedTable([])
        table.fail(with: .answer(given, body: Self.error(type)))
        let function = try FunctionRun(table)
        for answer in [try function.list(), try function.list(["state": "CA"]), try function.school("s1")] {
            #expect(answer.status == told && answer.headers["Retry-After"] == retryAfter)
            #expect(Self.internals.allSatisfy { !answer.text.contains($0) })
            #expect(answer.body["requestId"]?.string == "id-1" && answer.headers["Access-Control-Allow-Origin"] == "*")
        }
        let errors = try function.lines("ERROR")
        #expect(errors.count == 3 && errors.allSatisfy { $0["errorType"] as? String == logged })
        #expect(errors.allSatisfy { !"\($0)".contains("role/secret") })
        // The template's alarm TableSystemErrors counts lines by these two.
        #expect(errors.allSatisfy { ($0["operation"] as? String)?.hasPrefix("DynamoDB.") == true })
        #expect(errors.allSatisfy { $0["cause"] as? String == "status \(given)" })
        #expect(try function.lines.filter { $0["method"] != nil }.count == 3)
    }

    @Test func nobodyListens() throws {
        let table = try ScriptedTable([])
        table.server.stop()
        let function = try FunctionRun(table)
        let answer = try function.list()
        #expect(answer.status == 503 && answer.headers["Retry-After"] == "2")
        let error = try #require(try function.lines("ERROR").first)
        #expect(error["errorType"] as? String == "ConnectionFailed" && error["attempts"] as? Int == 4)
        #expect((error["cause"] as? String)?.contains(table.server.authority) == true)
    }

    @Test func aSilentServiceIsAnsweredForInTime() throws {
        let table = try ScriptedTable([])
        table.fail(with: .pause(milliseconds: 6000))
        let start = Instant.now()
        let answer = try FunctionRun(table).list(milliseconds: 2500)
        #expect(answer.status == 503 && Instant.now().milliseconds(since: start) < 2500)
    }

    @Test(arguments: ["", "[]", #"{"Items":[{"name":"plain"}]}"#, #"{"Items":[{"#]) func aResponseThatIsNotDynamoDBs(
        body: String
    ) throws {
        let table = try ScriptedTable([])
        table.fail(with: .answer(body: body))
        let function = try FunctionRun(table)
        #expect(try function.list().status == 503)
        #expect(try function.lines("ERROR").first?["errorType"] as? String == "MalformedResponse")
    }

    /// What was remembered serves while DynamoDB is away.
    @Test func aWarmListingOutlivesAFailure() throws {
        let table = try ScriptedTable([Items.item("s1")])
        let function = try FunctionRun(table)
        _ = try function.list()
        table.fail(with: .answer(500))
        #expect(try function.list().ids == ["s1"] && function.list(["maxBudget": "1"]).status == 200)
        #expect(try function.school("s1").status == 503)
    }

    /// A listing that failed half-way is not remembered.
    @Test func aHalfReadTableIsNotRemembered() throws {
        let table = try ScriptedTable((0..<5).map { Items.item("s\($0)") })
        let function = try FunctionRun(table)
        table.fail(with: .answer(400, body: Self.error("AccessDeniedException")), after: 1)
        // A page of the index, its second, and the table, which is refused as well.
        #expect(try function.list().status == 500 && table.operations.count == 3)
        table.fail(with: nil)
        #expect(try function.list().ids.count == 5)
    }

    // MARK: Configuration

    @Test(arguments: [
        ("AWS_REGION", "US East"), ("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000"),
        ("AWS_ENDPOINT_URL_DYNAMODB", "ftp://x"),
        ("TABLE_NAME", "a"), ("TABLE_NAME", "flight schools"), ("SCHOOLS_CACHE_SECONDS", "-1"),
        ("SCHOOLS_CACHE_SECONDS", "86401"), ("SCHOOLS_CACHE_SECONDS", "1.5"), ("SCHOOLS_CACHE_SECONDS", "soon"),
        ("ALLOWED_ORIGIN", "example.com"), ("ALLOWED_ORIGIN", "https://a.com/"), ("AWS_CA_BUNDLE", "/no/such/file.pem"),
        ("AWS_CA_BUNDLE", "/etc/passwd"), ("AWS_CA_BUNDLE", "/"),
    ]) func aBadValueNamesItsVariable(variable: String, value: String) {
        let error = #expect(throws: Environment.BadValue.self) {
            try FunctionRun(url: "http://127.0.0.1:1", [variable: value])
        }
        #expect(error?.variable == variable && error?.description.contains(variable) == true)
        #expect(error?.description.contains(value) == true)
    }

    @Test func aMissingRegionIsABadValue() {
        let error = #expect(throws: Environment.BadValue.self) {
            try FunctionRun(url: "http://127.0.0.1:1", ["AWS_REGION": ""])
        }
        #expect(error?.variable == "AWS_REGION")
    }

    @Test func anEmptyOptionalVariableIsUnset() throws {
        let table = try ScriptedTable([Items.item("s1")])
        let names = ["TABLE_NAME", "SCHOOLS_CACHE_SECONDS", "ALLOWED_ORIGIN", "AWS_CA_BUNDLE", "AWS_SESSION_TOKEN"]
        let function = try FunctionRun(table, Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        let answer = try function.list()
        #expect(answer.ids == ["s1"] && answer.headers["Cache-Control"] == "public, max-age=30")
        #expect(table.server.requests.first?.text.contains(#""TableName":"flight-schools""#) == true)
    }

    @Test func theServicesOwnEndpointCountsBeforeTheGeneralOne() throws {
        let table = try ScriptedTable([Items.item("s1")])
        let general = try FunctionRun(table, ["AWS_ENDPOINT_URL_DYNAMODB": "", "AWS_ENDPOINT_URL": table.server.url])
        #expect(try general.list().ids == ["s1"])
        let own = try FunctionRun(table, ["AWS_ENDPOINT_URL": "http://127.0.0.1:1", "ALLOWED_ORIGIN": "https://a.com"])
        let answer = try own.list()
        #expect(answer.ids == ["s1"] && answer.headers["Access-Control-Allow-Origin"] == "https://a.com")
    }

    @Test func withoutCredentialsTheCallIsDenied() throws {
        let table = try ScriptedTable([Items.item("s1")])
        let function = try FunctionRun(table, ["AWS_SECRET_ACCESS_KEY": ""])
        #expect(try function.list().status == 500 && table.operations.isEmpty)
        #expect(try function.lines("ERROR").first?["errorType"] as? String == "CredentialsMissing")
    }
}
