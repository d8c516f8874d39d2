import Bytes
import Foundation
import Testing

@testable import APIGateway

@Suite struct CORSTests {
    @Test(arguments: [
        "*", "null", "https://www.example.com", "http://localhost:3000", "https://xn--exmple-cua.com",
        "http://127.0.0.1", "http://[::1]:3000", "http://[::1]", "chrome-extension://abcdefgh", "capacitor://localhost",
        "https://www.example.com:8443", "http://www.example.com:443", "https://www.example.com:80", "http://a_b.test",
        "https://example.com.", "moz-extension://9d5d5a4c-0d6b", "https://a:1", "https://a:65535",
    ]) func whatABrowserSendsIsAccepted(origin: String) throws {
        #expect(try headers(CORS(origin: origin))["Access-Control-Allow-Origin"] == origin)
    }

    @Test(arguments: [
        "", " ", "**", "example.com", "www.example.com:443", "https://", "://example.com", "https:/example.com",
        "https//example.com", "https://example.com/", "https://example.com/app", "https://*.example.com",
        "https://a.com,https://b.com", "https://a.com https://b.com", " https://a.com", "https://a.com\r\nX: y",
        "https://exämple.com", "https://user@example.com", "https://example.com?x", "Null", "NULL",
        "HTTPS://example.com", "https://WWW.Example.com", "https://www.example.com:443", "http://www.example.com:80",
        "https://*.vercel.app", "https://*", "*.example.com", "http://[::1", "http://[]", "http://[::1]:",
        "http://[::1]:80",
        "https://a:", "https://a:0", "https://a:080", "https://a:65536", "https://a:+1", "https://a:b", "https://a:1:2",
        "1ttp://a", "https://a\u{0}", "https://a b", "file:///", "https://:3000",
    ]) func whatNoBrowserSendsIsRefused(origin: String) {
        #expect(CORS(origin: origin) == nil)
    }

    private func headers(_ cors: CORS?, methods: String = "GET, OPTIONS") throws -> [String: String] {
        let cors = try #require(cors)
        let text = "{\(String(decoding: cors.headers(methods: methods), as: UTF8.self))}"
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
    }

    @Test func everyOrigin() throws {
        #expect(
            try headers(CORS(origin: "*")) == [
                "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, OPTIONS",
                "Access-Control-Allow-Headers":
                    "Content-Type,Authorization,If-None-Match,X-Api-Key,traceparent,tracestate,baggage,sentry-trace",
                "Access-Control-Expose-Headers": "ETag,Retry-After",
            ])
    }

    /// A cache that serves several sites must tell them apart.
    @Test(arguments: ["https://www.example.com", "null"]) func oneOriginVaries(origin: String) throws {
        let headers = try headers(CORS(origin: origin), methods: "POST, OPTIONS")
        #expect(headers["Access-Control-Allow-Origin"] == origin && headers["Vary"] == "Origin")
        #expect(headers["Access-Control-Allow-Methods"] == "POST, OPTIONS")
    }

    @Test(arguments: ["x-requested-with", "X-A,X-B", "X-A, X-B,  x.c", "!#$%&'*+-.^_`|~09az"])
    func moreHeadersComeAfterTheUsualOnes(list: String) throws {
        let headers = try headers(CORS(origin: "*", moreHeaders: list))
        #expect(headers["Access-Control-Allow-Headers"] == "\(CORS.requestHeaders),\(list)")
    }

    @Test(arguments: [
        "", ",", "X-A,", ",X-A", "X A", "X-A ", "X-A;X-B", "X-A:", "é", "X-A\r\nX-B", "\"X\"", "\u{10}", "(x)",
    ])
    func whatIsNotAHeadersNameIsRefused(list: String) {
        #expect(CORS(origin: "*", moreHeaders: list) == nil)
    }
}
