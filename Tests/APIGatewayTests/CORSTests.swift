import Bytes
import Foundation
import Testing

@testable import APIGateway

@Suite struct CORSTests {
    @Test(arguments: [
        "*", "null", "https://www.example.com", "http://localhost:3000", "https://xn--exmple-cua.com",
        "HTTPS://Example.com",
        "http://127.0.0.1", "http://[::1]:3000", "chrome-extension://abcdefgh", "capacitor://localhost",
    ]) func originsThatABrowserSends(origin: String) {
        #expect(CORS(origin: origin)?.origin == origin)
    }

    @Test(arguments: [
        "", " ", "**", "example.com", "www.example.com:443", "https://", "://example.com", "https:/example.com",
        "https//example.com", "https://example.com/", "https://example.com/app", "https://*.example.com",
        "https://a.com,https://b.com", "https://a.com https://b.com", " https://a.com", "https://a.com\r\nX: y",
        "https://exämple.com", "https://user@example.com", "https://example.com?x", "Null",
    ]) func whatNoBrowserWouldMatchIsRefused(origin: String) {
        #expect(CORS(origin: origin)?.origin == nil)
    }

    private func headers(origin: String, methods: String = "GET, OPTIONS") throws -> [String: String] {
        let cors = try #require(CORS(origin: origin))
        let text = "{\(String(decoding: cors.headers(methods: methods).json, as: UTF8.self))}"
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String])
    }

    @Test func everyOrigin() throws {
        #expect(
            try headers(origin: "*") == [
                "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, OPTIONS",
                "Access-Control-Allow-Headers": "Content-Type,Authorization,If-None-Match",
                "Access-Control-Expose-Headers": "ETag,Retry-After",
            ])
    }

    /// A cache that serves several sites must tell them apart.
    @Test func oneOriginVaries() throws {
        let headers = try headers(origin: "https://www.example.com", methods: "POST, OPTIONS")
        #expect(headers["Access-Control-Allow-Origin"] == "https://www.example.com" && headers["Vary"] == "Origin")
        #expect(headers["Access-Control-Allow-Methods"] == "POST, OPTIONS")
    }
}
