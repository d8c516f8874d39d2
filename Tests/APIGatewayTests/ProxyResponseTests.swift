import Bytes
import Foundation
import JSON
import Support
import Testing

@testable import APIGateway

@Suite struct ProxyResponseTests {
    /// The response as API Gateway reads it.
    private func read(_ response: ProxyResponse, origin: String = "*") throws -> [String: Any] {
        var out = ByteBuffer(capacity: 16)
        response.write(to: &out, cors: try #require(CORS(origin: origin)).headers(methods: "GET, OPTIONS"))
        return try #require(JSONSerialization.jsonObject(with: Data(out.bytes)) as? [String: Any])
    }

    @Test func aResponseWithABody() throws {
        let json = try read(
            ProxyResponse(
                .ok, headers: [(name: "ETag", value: "W/\"x\"")], body: [Array(#"{"a":"#.utf8), Array(#""é\n"}"#.utf8)])
        )
        #expect(json["statusCode"] as? Int == 200 && json["isBase64Encoded"] as? Bool == false)
        #expect(json["body"] as? String == #"{"a":"é\n"}"#)
        let headers = try #require(json["headers"] as? [String: String])
        #expect(headers["Content-Type"] == "application/json" && headers["ETag"] == "W/\"x\"")
        #expect(headers["Access-Control-Allow-Origin"] == "*")
        #expect(Set(json.keys) == ["statusCode", "headers", "isBase64Encoded", "body"])
    }

    @Test(arguments: [ProxyResponse.Status.noContent, .notModified]) func withoutABodyThereIsNoContentType(
        status: ProxyResponse.Status
    ) throws {
        let json = try read(ProxyResponse(status), origin: "https://a.example")
        let headers = try #require(json["headers"] as? [String: String])
        #expect(json["statusCode"] as? Int == status.rawValue && json["body"] as? String == "")
        #expect(headers["Content-Type"] == nil && headers["Access-Control-Allow-Origin"] == "https://a.example")
    }

    @Test(arguments: [
        "Not found", "", "\"quoted\" \\ and / slashes", "line\r\nbreak\ttab\u{0}\u{1}\u{7F}", "日本 🛩️ \u{2028}",
        "{\"error\":\"nested\"}", "</script><script>alert(1)</script>",
    ]) func errorsAreJSONWhateverTheMessage(message: String) throws {
        let error = HTTPError(.badRequest, message, headers: [(name: "Retry-After", value: "2")])
        let json = try read(error.response(requestID: "id-\"1\""))
        #expect(json["statusCode"] as? Int == 400)
        #expect((json["headers"] as? [String: String])?["Retry-After"] == "2")
        let body = try JSONSerialization.jsonObject(with: Data(try #require(json["body"] as? String).utf8))
        #expect(body as? [String: String] == ["error": message, "requestId": "id-\"1\""])
    }

    @Test func anyBodyAndAnyHeaderIsValid() throws {
        var chance = Chance(seed: 11)
        for _ in 0..<200 {
            let pieces = (0..<4).map { _ in chance.text(upTo: 60) }
            let value = chance.text(upTo: 30)
            let json = try read(
                ProxyResponse(.ok, headers: [(name: "X-Any", value: value)], body: pieces.map { Array($0.utf8) }))
            #expect(json["body"] as? String == pieces.joined())
            #expect((json["headers"] as? [String: String])?["X-Any"] == value)
        }
    }
}
