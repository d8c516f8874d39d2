import EmbeddedAWS
import Testing

@testable import LocalServer

@Suite struct FunctionResponseTests {
    private func http(_ text: String, _ format: EventFormat = .rest) -> HTTPResponse? {
        FunctionResponse.http(Array(text.utf8), format)
    }

    @Test(arguments: EventFormat.allCases)
    func passesOnStatusHeadersAndBody(format: EventFormat) throws {
        let response = try #require(
            http(
                #"{"statusCode":"201","headers":{"ETag":"x","Content-Length":"9","Connection":"close","A":1,"B":true},"body":"é"}"#,
                format))
        #expect(response.status == 201 && response.body == Array("é".utf8))
        #expect(response.headers.map { "\($0.name)=\($0.value)" }.prefix(3) == ["ETag=x", "A=1", "B=true"])
        #expect(response.headers.last?.name == "Content-Type" && response.headers.count == 4)
    }

    @Test func decodesBase64() throws {
        let response = try #require(http(#"{"statusCode":200,"isBase64Encoded":true,"body":"AP8="}"#))
        #expect(response.body == [0, 255])
    }

    @Test func takesSeveralValuesOfAHeader() throws {
        let text =
            #"{"statusCode":200,"headers":{"a":"1","b":"2"},"multiValueHeaders":{"A":["3","4"]},"cookies":["c=d"]}"#
        let rest = try #require(http(text))
        #expect(rest.headers.map { $0.name + $0.value } == ["A3", "A4", "b2"])
        let url = try #require(http(text, .url))
        #expect(url.headers.map { $0.name + $0.value } == ["a1", "b2", "Set-Cookiec=d"])
    }

    @Test(arguments: [
        "", "[]", "1", "null", "{}", "{", #"{"statusCode":"x"}"#, #"{"statusCode":99}"#, #"{"statusCode":1000}"#,
        #"{"statusCode":200,"body":{}}"#, #"{"statusCode":200,"headers":[]}"#,
        #"{"statusCode":200,"headers":{"a":[]}}"#,
        #"{"statusCode":200,"headers":{"a":"x\ny"}}"#, #"{"statusCode":200,"headers":{"a b":"x"}}"#,
        #"{"statusCode":200,"isBase64Encoded":true,"body":"???"}"#,
        #"{"statusCode":200,"multiValueHeaders":{"a":"x"}}"#,
    ])
    func refusesWhatIsMalformed(text: String) { #expect(http(text) == nil) }

    /// Payload format 2.0: without a status the whole is the body.
    @Test(arguments: [(#"{"a":1}"#, #"{"a":1}"#), ("[1]", "[1]"), (#""text""#, "text")])
    func takesOtherJSONForTheBody(text: String, body: String) throws {
        let response = try #require(http(text, .http))
        #expect(response.status == 200 && response.body == Array(body.utf8))
    }
}
