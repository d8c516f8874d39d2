import JSON
import Testing

@testable import APIGateway

@Suite struct RouterTests {
    private func route(_ method: String, _ path: String) throws -> (String, methods: String) {
        let answer: (String) -> RequestHandler = { name in
            { _, _ in ProxyResponse(.ok, body: [Array(name.utf8)]) }
        }
        let router = Router(
            [
                (Route("GET", "/schools", servedBy: "Test"), answer("list")),
                (Route("GET", "/schools/{schoolId}", servedBy: "Test"), answer("school")),
                (Route("POST", "/explain-match", servedBy: "Test"), answer("explain")),
            ], cors: try #require(CORS(origin: "*")))
        let event = try Event("list-all").setting("httpMethod", to: .string(method)).setting("path", to: .string(path))
        return try event.request { request in
            let (cors, result) = router.find(request)
            let headers = try JSONValue(parsing: Array("{".utf8) + cors.json + Array("}".utf8))
            let methods = headers["Access-Control-Allow-Methods"]?.string ?? ""
            switch result {
            case .success(nil): return ("no content", methods)
            case .success(let handler?):
                let context = RequestContext(
                    requestID: "", start: .now(), deadline: .now(), log: .init(), access: AccessRecord())
                return (String(decoding: try handler(request, context).body.joined(), as: UTF8.self), methods)
            case .failure(let error):
                let allow = error.headers.first { "\($0.name)" == "Allow" }?.value
                return ("\(error.status.rawValue) \(error.message)\(allow.map { " (\($0))" } ?? "")", methods)
            }
        }
    }

    @Test(arguments: [
        ("GET", "/schools", "list"), ("GET", "/schools/school-001", "school"), ("GET", "/schools/a%2Fb", "school"),
        ("GET", "/schools/", "school"), ("GET", "/schools/{schoolId}", "school"), ("GET", "/schools/é", "school"),
        ("OPTIONS", "/schools", "no content"), ("OPTIONS", "/schools/x", "no content"),
        ("POST", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("HEAD", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("get", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("", "/schools", "405 Method not allowed (GET, OPTIONS)"),
        ("DELETE", "/schools/x", "405 Method not allowed (GET, OPTIONS)"),
    ]) func knownPaths(method: String, path: String, result: String) throws {
        let found = try route(method, path)
        #expect(found.0 == result && found.methods == "GET, OPTIONS")
    }

    @Test func eachPathHasItsOwnMethods() throws {
        #expect(try route("POST", "/explain-match") == ("explain", "POST, OPTIONS"))
        #expect(try route("GET", "/explain-match") == ("405 Method not allowed (POST, OPTIONS)", "POST, OPTIONS"))
    }

    @Test(arguments: [
        "", "/", "schools", "/Schools", "/schools/a/b", "/schools//", "//schools", "/school", "/schoolsx",
        "/schools?x=1",
        "/prod/schools", "/explain-match/", "/\u{0}", "/schools%2Fx",
    ]) func unknownPathsAreNotFoundWhateverTheMethod(path: String) throws {
        for method in ["GET", "OPTIONS", "POST"] {
            #expect(try route(method, path) == ("404 Not found", "GET, POST, OPTIONS"))
        }
    }
}
