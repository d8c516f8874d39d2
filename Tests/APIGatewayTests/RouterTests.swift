import JSON
import Testing

@testable import APIGateway
@testable import LambdaRuntime

@Suite struct RouterTests {
    private static let routes = [
        Route("GET", "/schools", servedBy: "Test"), Route("GET", "/schools/{schoolId}", servedBy: "Test"),
        Route("PUT", "/schools/{schoolId}", servedBy: "Test"), Route("POST", "/explain-match", servedBy: "Test"),
    ]

    /// What serves an event: the handler's route with its parameter, or a status; and the methods that CORS names.
    private func found(_ event: EventFile) throws -> (result: String, methods: String) {
        let handlers = Self.routes.map { route -> (Route, RequestHandler) in
            let handler: RequestHandler = { request, _ in
                let id = request.pathParameter("schoolId", of: route).map { " of \($0)" } ?? ""
                return ProxyResponse(.ok, body: [Array("\(route.method) \(route.path)\(id)".utf8)])
            }
            return (route, handler)
        }
        let router = Router(handlers, cors: try #require(CORS(origin: "*")))
        return try event.request { request in
            let (handler, cors) = router.find(request)
            let headers = try JSONValue(parsing: Array("{".utf8) + cors + Array("}".utf8))
            let methods = headers["Access-Control-Allow-Methods"]?.string ?? ""
            let context = RequestContext(
                Invocation(
                    event: .init(start: nil, count: 0), requestID: "", deadline: .init(nanoseconds: 0),
                    start: .init(nanoseconds: 0)), reserveMilliseconds: 0)
            do throws(HTTPError) {
                let response = try handler(request, context)
                let body = String(decoding: response.body.joined(), as: UTF8.self)
                return (response.status == .ok ? body : "\(response.status.rawValue)", methods)
            } catch {
                let allow = error.headers.first { "\($0.name)" == "Allow" }?.value
                return ("\(error.status.rawValue) \(error.message)\(allow.map { " (\($0))" } ?? "")", methods)
            }
        }
    }

    private func found(_ method: String, _ path: String) throws -> (result: String, methods: String) {
        try found(EventFile.proxied(method, path))
    }

    // MARK: By the path

    @Test(arguments: [
        ("GET", "/schools", "GET /schools"), ("OPTIONS", "/schools", "204"),
        ("POST", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("HEAD", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("get", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("", "/schools", "405 Method not allowed (GET, OPTIONS)"),
    ]) func aPathWithOneMethod(method: String, path: String, result: String) throws {
        #expect(try found(method, path) == (result, "GET, OPTIONS"))
    }

    /// Both methods are reached, and both are named.
    @Test(arguments: [
        ("GET", "/schools/school-001", "GET /schools/{schoolId} of school-001"),
        ("PUT", "/schools/school-001", "PUT /schools/{schoolId} of school-001"),
        ("GET", "/schools/a%2Fb", "GET /schools/{schoolId} of a/b"),
        ("PUT", "/schools/", "PUT /schools/{schoolId} of "),
        ("GET", "/schools/{schoolId}", "GET /schools/{schoolId} of {schoolId}"),
        ("GET", "/schools/é", "GET /schools/{schoolId} of é"), ("OPTIONS", "/schools/x", "204"),
        ("DELETE", "/schools/x", "405 Method not allowed (GET, PUT, OPTIONS)"),
        ("POST", "/schools/x", "405 Method not allowed (GET, PUT, OPTIONS)"),
    ]) func aPathWithSeveralMethods(method: String, path: String, result: String) throws {
        #expect(try found(method, path) == (result, "GET, PUT, OPTIONS"))
    }

    @Test func eachPathHasItsOwnMethods() throws {
        #expect(try found("POST", "/explain-match") == ("POST /explain-match", "POST, OPTIONS"))
        #expect(try found("GET", "/explain-match") == ("405 Method not allowed (POST, OPTIONS)", "POST, OPTIONS"))
    }

    @Test(arguments: [
        "", "/", "schools", "/Schools", "/schools/a/b", "/schools//", "//schools", "/school", "/schoolsx",
        "/schools?x=1", "/prod/schools", "/explain-match/", "/\u{0}", "/schools%2Fx",
    ]) func unknownPathsAreNotFoundWhateverTheMethod(path: String) throws {
        for method in ["GET", "OPTIONS", "POST", "PUT"] {
            #expect(try found(method, path) == ("404 Not found", "GET, PUT, POST, OPTIONS"))
        }
    }

    // MARK: By the gateway's route

    private static let paths = [
        "/schools", "/schools/", "/v1/schools", "/v1/schools/", "/api/v1/schools", "/prod/schools", "/", "", "/pilots",
        "/schools/school-001", "/explain-match",
    ]

    @Test(arguments: paths) func theRouteOfARESTAPIDecidesWhateverThePath(path: String) throws {
        let event = try EventFile.proxied("GET", path)
        #expect(try found(event.setting("resource", to: "/schools")).result == "GET /schools")
        let one = event.setting("resource", to: "/schools/{schoolId}").setting(
            "pathParameters", to: ["schoolId": "a%2Fb"])
        #expect(try found(one) == ("GET /schools/{schoolId} of a/b", "GET, PUT, OPTIONS"))
        #expect(try found(one.setting("httpMethod", to: "PUT")).result == "PUT /schools/{schoolId} of a/b")
        #expect(try found(one.setting("httpMethod", to: "OPTIONS")).result == "204")
        #expect(try found(one.setting("httpMethod", to: "POST")).result.hasPrefix("405"))
    }

    @Test(arguments: paths) func theRouteOfAnHTTPAPIDecidesWhateverThePath(path: String) throws {
        let event = try EventFile("http-api-named-stage").setting("rawPath", to: .string(path))
        #expect(try found(event).result == "GET /schools")
        for method in ["GET", "ANY"] {
            let one = event.setting("routeKey", to: .string("\(method) /schools/{schoolId}"))
                .setting("pathParameters", to: ["schoolId": "a/b"])
            #expect(try found(one).result == "GET /schools/{schoolId} of a/b")
        }
    }

    /// Payload format 1.0 of HTTP APIs has the fields of a REST event.
    @Test(arguments: paths) func theRouteDecidesInPayloadFormat1(path: String) throws {
        let event = try EventFile.proxied("GET", path).setting("version", to: "1.0")
            .setting("resource", to: "/schools/{schoolId}").setting("pathParameters", to: ["schoolId": "a%20b"])
        #expect(try found(event).result == "GET /schools/{schoolId} of a%20b", "it is decoded already")
    }

    /// A route that is not one of the function's: the path decides.
    @Test(arguments: [nil, .null, "/{proxy+}", "/api/{proxy+}", "/schools/{id}", "", 7] as [JSONValue?])
    func anotherRouteOfTheGatewayGoesByThePath(resource: JSONValue?) throws {
        let event = try EventFile.proxied("GET", "/schools/a%20b").setting("resource", to: resource)
        #expect(try found(event).result == "GET /schools/{schoolId} of a b")
        #expect(try found(event.setting("path", to: "/v1/schools")).result == "404 Not found")
    }

    @Test(arguments: [nil, .null, "$default", "GET /{proxy+}", "ANY /schools/{id}", "GET", "", 7] as [JSONValue?])
    func anotherRouteKeyGoesByThePath(key: JSONValue?) throws {
        let event = try EventFile("http-api-named-stage").setting("routeKey", to: key)
            .setting("rawPath", to: "/v1/schools/a%20b")
        #expect(try found(event).result == "GET /schools/{schoolId} of a%20b", "it is decoded already")
    }

    @Test func aFunctionURLGoesByThePath() throws {
        let event = try EventFile("function-url").setting("rawPath", to: "/schools/a%2520b%2Fc")
        #expect(try found(event).result == "GET /schools/{schoolId} of a%20b/c")
    }
}
