import Bytes
import EmbeddedAWS
import JSON
import Support
import Testing

@testable import LocalServer

@Suite struct GatewayTests {
    @Test(arguments: [
        ("GET", "/schools", EventFormat.rest, "/schools", "") as (String, String, EventFormat, String?, String),
        ("GET", "/schools/", .rest, "/schools", ""), ("GET", "/schools/", .http, nil, ""),
        ("GET", "/schools/a%2Fb", .rest, "/schools/{schoolId}", "a%2Fb"),
        ("GET", "/schools/a/b", .rest, nil, ""), ("GET", "//schools", .rest, nil, ""),
        ("POST", "/schools", .rest, nil, ""), ("OPTIONS", "/schools/x", .http, "/schools/{schoolId}", "x"),
        ("HEAD", "/schools", .rest, nil, ""), ("POST", "/explain-match", .rest, "/explain-match", ""),
        ("GET", "/", .rest, nil, ""),
    ])
    func findsRoutes(method: String, path: String, format: EventFormat, route: String?, parameter: String) {
        let match = RouteMatch(method, path, format)
        #expect(match?.route.path == route)
        #expect(match?.parameters.first?.value ?? "" == parameter)
    }

    @Test(
        arguments: [
            ("/api/x", "/x"), ("/prod/x/y", "/x/y"), ("/api", "/"), ("/prod/", "/"), ("/apis/x", nil), ("/", nil),
            ("/schools", nil), ("//api/x", nil),
        ] as [(String, String?)])
    func takesTheStageOff(path: String, rest: String?) { #expect(Gateway.apiPath(path) == rest) }

    private func event(_ format: EventFormat, _ request: HTTPRequest, path: String) throws -> JSONValue {
        let match = RouteMatch(request.method, path, format)
        return try JSONValue(parsing: format.event(GatewayRequest(http: request, path: path, match: match)))
    }

    private func request(_ method: String, body: [UInt8] = [], type: String = "application/json") -> HTTPRequest {
        HTTPRequest(
            method: method, path: "/api/x", query: "a=1&b=x%20y+z&a=2&c&=%zz",
            headers: [
                ("Host", "localhost:8080"), ("User-Agent", "me"), ("X-Two", "1"), ("X-Two", "2"),
                ("cookie", "a=b; c=d"),
                ("Content-Type", type), ("Connection", "keep-alive"), ("Content-Length", String(body.count)),
            ], body: body)
    }

    @Test func writesRESTEvents() throws {
        let event = try event(.rest, request("GET"), path: "/schools/a%2Fb")
        #expect(event["resource"]?.string == "/schools/{schoolId}" && event["path"]?.string == "/schools/a%2Fb")
        #expect(event["pathParameters"]?["schoolId"]?.string == "a%2Fb")
        #expect(event["queryStringParameters"]?.text == #"{"a":"2","b":"x y z","c":"","":"%zz"}"#)
        #expect(event["multiValueQueryStringParameters"]?["a"]?.text == #"["1","2"]"#)
        #expect(event["headers"]?["X-Two"]?.string == "2")
        #expect(event["multiValueHeaders"]?["X-Two"]?.text == #"["1","2"]"#)
        #expect(event["headers"]?["Host"]?.string == "localhost:8080" && event["headers"]?["Connection"] == nil)
        #expect(event["headers"]?["Content-Length"] == nil && event["headers"]?["X-Forwarded-Port"]?.string == "8080")
        #expect(event["body"]?.isNull == true && event["isBase64Encoded"]?.bool == false)
        let context = try #require(event["requestContext"])
        #expect(context["path"]?.string == "/prod/schools/a%2Fb" && context["stage"]?.string == "prod")
        #expect(context["identity"]?["sourceIp"]?.string == "127.0.0.1" && context["domainName"]?.string == "localhost")
        #expect(context["requestTime"]?.string?.count == "23/Nov/2026:14:38:08 +0000".count)
    }

    @Test func writesHTTPAPIEvents() throws {
        let event = try event(.http, request("GET"), path: "/schools/a%2Fb")
        #expect(event["routeKey"]?.string == "GET /schools/{schoolId}" && event["rawPath"]?.string == "/schools/a/b")
        #expect(event["pathParameters"]?["schoolId"]?.string == "a/b")
        #expect(event["rawQueryString"]?.string == "a=1&b=x%20y+z&a=2&c&=%zz")
        #expect(event["queryStringParameters"]?["a"]?.string == "1,2")
        #expect(event["headers"]?["x-two"]?.string == "1,2" && event["headers"]?["cookie"] == nil)
        #expect(event["cookies"]?.text == #"["a=b","c=d"]"# && event["body"] == nil)
        #expect(event["requestContext"]?["stage"]?.string == "$default")
    }

    @Test func writesFunctionURLEvents() throws {
        let event = try event(.url, request("GET"), path: "/schools/a%2Fb")
        #expect(event["routeKey"]?.string == "$default" && event["rawPath"]?.string == "/schools/a%2Fb")
        #expect(event["pathParameters"] == nil)
        #expect(event["requestContext"]?["domainName"]?.string?.hasSuffix(".lambda-url.us-east-1.on.aws") == true)
    }

    @Test(arguments: [
        (EventFormat.rest, "application/json", "é", false), (.rest, "image/png", "é", false),
        (.http, "application/json; charset=utf-8", "é", false), (.http, "application/ld+json", "é", false),
        (.http, "text/plain", "é", false), (.http, "application/octet-stream", "é", true),
        (.url, "image/png", "é", true),
        (.rest, "application/json", "\u{FFFD}", true), (.http, "application/json", "\u{FFFD}", true),
    ])
    func encodesBodies(format: EventFormat, type: String, text: String, isBase64: Bool) throws {
        // The replacement character stands for a byte that is no UTF-8.
        let body: [UInt8] = text == "\u{FFFD}" ? [0xFF, 0x00] : Array(text.utf8)
        let event = try event(format, request("POST", body: body, type: type), path: "/explain-match")
        #expect(event["isBase64Encoded"]?.bool == isBase64)
        #expect(event["body"]?.string == (isBase64 ? Base64.encode(body) : text))
    }

    @Test func boundsTheRate() {
        let start = Instant.now()
        let rate = RequestRate(perSecond: 3, now: start)
        func admits(_ milliseconds: Int) -> Bool { rate.admits(at: start.advanced(milliseconds: milliseconds)) }
        #expect((0..<5).map { _ in admits(0) } == [true, true, true, false, false])
        #expect([admits(300), admits(340), admits(350)] == [false, true, false])
        #expect((0..<5).map { _ in admits(60_000) } == [true, true, true, false, false])
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP;q=0.1", true), ("br, gzip", true), ("*", true), ("", false), ("gzip;q=0", false),
        ("gzip; q=0.000", false), ("deflate", false), ("gzipped", false),
    ])
    func readsAcceptEncoding(header: String, accepts: Bool) { #expect(Compression.accepts(header) == accepts) }
}
