import JSON
import LambdaRuntime
import Support
import Testing

@testable import APIGateway

@Suite struct ProxyRequestTests {
    @Test(arguments: [
        ("list-all", "GET", "/schools"), ("list-null-maps", "GET", "/schools"),
        ("options-schools", "OPTIONS", "/schools"),
        ("rest-post-base64", "POST", "/explain-match"),
        ("rest-item-percent-encoded", "GET", "/schools/caf%C3%A9%20north%2F1"),
        ("http-api-repeated-parameter", "GET", "/schools"), ("http-api-named-stage", "GET", "/schools"),
        ("http-api-stage-like-path", "GET", "/schools/school-001"), ("function-url", "GET", "/schools"),
        ("function-url-post-base64", "POST", "/explain-match"),
    ]) func methodAndPathOfEveryFormat(name: String, method: String, path: String) throws {
        try EventFile(name).request { request in
            #expect(request.method == method && request.path == path)
        }
    }

    @Test(arguments: [
        ("v1", "/v1/schools", "/schools"), ("v1", "/v1", "/"), ("v1", "/v1/", "/"),
        ("v1", "/v1/v1/schools", "/v1/schools"),
        ("v1", "/v10/schools", "/v10/schools"), ("v1", "/schools/v1", "/schools/v1"), ("v1", "/schools", "/schools"),
        ("schools", "/schools/schools", "/schools"), ("schools", "/schools/schools/schools", "/schools/schools"),
        ("$default", "/schools", "/schools"), ("$default", "/$default/schools", "/$default/schools"),
        ("", "/schools", "/schools"), ("dev-2", "/dev-2/schools/", "/schools/"),
    ]) func aNamedStageIsTakenOffOnce(stage: String, rawPath: String, path: String) throws {
        let event = try EventFile("http-api-named-stage").setting("rawPath", to: .string(rawPath))
        try event.setting("requestContext", "stage", to: .string(stage)).request { #expect($0.path == path) }
    }

    @Test func withoutAStageThePathStands() throws {
        let event = try EventFile("http-api-named-stage")
        for value in [nil, .null, 7] as [JSONValue?] {
            try event.setting("requestContext", "stage", to: value).request { #expect($0.path == "/v1/schools") }
        }
    }

    // MARK: Events that are none

    @Test(arguments: ["unknown-event-queue", "unknown-event-schedule", "websocket", "s3-object-created"])
    func anEventOfAnotherServiceIsUnknown(name: String) throws {
        let event = try EventFile(name)
        let error = #expect(throws: FunctionError.self) { try event.request { _ in } }
        #expect(error?.type == "Function.UnknownEvent")
    }

    @Test(arguments: [
        "{}", "null", "7", #""text""#, "[]", "[{\"httpMethod\":\"GET\",\"path\":\"/\"}]", "true",
        #"{"httpMethod":"GET"}"#, #"{"path":"/schools"}"#, #"{"httpMethod":null,"path":"/schools"}"#,
        #"{"httpMethod":["GET"],"path":"/schools"}"#, #"{"rawPath":"/schools","requestContext":{"http":"GET"}}"#,
        #"{"rawPath":"/schools","requestContext":[]}"#,
        #"{"rawPath":"/schools","requestContext":{"http":{"method":1}}}"#,
    ]) func jsonOfAnotherShapeIsUnknown(text: String) {
        let error = #expect(throws: FunctionError.self) {
            try Array(text.utf8).withUnsafeBytes { _ = try ProxyRequest($0) }
        }
        #expect(error?.type == "Function.UnknownEvent")
    }

    @Test(arguments: [
        "", " ", "{", "GET /schools", #"{"httpMethod":"GET","path":"/"} x"#, #"{"httpMethod":"GET","path":"/}"#,
        #"{"httpMethod":"GET","path":"/","headers":{"a":}}"#, "{'httpMethod':'GET'}", "\u{FEFF}{}",
        String(repeating: "[", count: 100_000),
    ]) func textThatIsNotJSONIsNamed(text: String) {
        let error = #expect(throws: FunctionError.self) {
            try Array(text.utf8).withUnsafeBytes { _ = try ProxyRequest($0) }
        }
        #expect(error?.type == "Function.InvalidJSON")
    }

    /// The order of an event's fields is nobody's promise.
    @Test func fieldsInAnyOrder() throws {
        let event = try EventFile("http-api-named-stage")
        let members = try #require(event.json.members)
        var reversed = event
        reversed.json = .object(members.reversed())
        try reversed.request { request in
            #expect(request.path == "/schools" && request.method == "GET" && request.query("state") == "FL")
        }
    }

    // MARK: Headers and path parameters

    @Test(arguments: ["rest-repeated", "list-all", "function-url"]) func headersInAnyCase(name: String) throws {
        try EventFile(name).request { #expect($0.header("user-agent")?.hasPrefix("Mozilla/5.0") == true) }
    }

    @Test func theLastOfARepeatedHeaderCounts() throws {
        let event = try EventFile("rest-repeated")
        try event.request { #expect($0.header("if-none-match") == #"W/"b""#) }
        try event.setting("headers", to: .null).request { #expect($0.header("if-none-match") == #"W/"b""#) }
        try event.setting("headers", to: nil).setting("multiValueHeaders", to: nil).request {
            #expect($0.header("if-none-match") == nil && $0.header("user-agent") == nil)
        }
    }

    private static let school = Route("GET", "/schools/{schoolId}", servedBy: "Test")

    /// REST APIs and function URLs hand over the encoded form, HTTP APIs the decoded one.
    @Test(arguments: [
        ("caf%C3%A9%20north%2F1", "café north/1"), ("a%2520b", "a%20b"), ("a+b", "a+b"), ("50%25", "50%"),
        ("50%", "50%"),
        ("%zz", "%zz"), ("%FF", "%FF"), ("é", "é"), ("", ""),
    ]) func aPathParameterIsDecodedOnce(encoded: String, decoded: String) throws {
        let parameters: JSONValue = ["schoolId": .string(encoded)]
        let rest = try EventFile("rest-item-percent-encoded").setting("pathParameters", to: parameters)
        let url = try EventFile("function-url").setting("rawPath", to: .string("/schools/\(encoded)"))
        for event in [rest, url] {
            try event.request { #expect($0.pathParameter("schoolId", of: Self.school) == decoded) }
        }
        let http = try EventFile("http-api-named-stage").setting("pathParameters", to: parameters)
        for event in [http, rest.setting("version", to: "1.0")] {
            try event.request { #expect($0.pathParameter("schoolId", of: Self.school) == encoded) }
        }
    }

    /// Without the gateway's own parameter the path has it, if it is one of the route's.
    @Test func aPathParameterFromThePath() throws {
        let event = try EventFile("rest-item-percent-encoded")
        for value in [nil, .null, [], 7, ["schoolId": .null], ["schoolid": "x"], ["schoolId": ["a": "b"]]]
            as [JSONValue?]
        {
            let event = event.setting("pathParameters", to: value)
            try event.request { #expect($0.pathParameter("schoolId", of: Self.school) == "café north/1") }
            try event.setting("path", to: "/v1/schools/x").request {
                #expect($0.pathParameter("schoolId", of: Self.school) == nil)
            }
        }
        try event.request { #expect($0.pathParameter("id", of: Self.school) == nil) }
    }

    /// An HTTP API of payload format 1.0 puts a named stage in front of the path, a REST API does not.
    @Test func onlyAnHTTPAPIHasTheStageInThePath() throws {
        let event = try EventFile("list-all").setting("path", to: "/prod/schools")
        try event.request { #expect($0.path == "/prod/schools") }
        try event.setting("version", to: "1.0").request { #expect($0.path == "/schools") }
        try event.setting("version", to: "2.0").request { #expect($0.path == "/prod/schools") }
    }
}
