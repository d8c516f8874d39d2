import JSON
import Support
import Testing

@testable import EmbeddedAWS
@testable import Local

@Suite struct ExpectationTests {
    private func differences(_ expected: String, _ response: String) throws -> [String] {
        try Expectation(json(expected)).differences(from: .response(Array(response.utf8))).map(\.path)
    }

    private static let response =
        #"{"statusCode":200,"headers":{"Content-Type":"application/json","X-Null":null},"multiValueHeaders":{"Vary":["a","b"]},"#
        + #""body":"{\"schools\":[{\"schoolId\":\"a\",\"n\":4.70},{\"schoolId\":\"b\"}],\"count\":2,\"none\":null}"}"#

    @Test(arguments: [
        (#"{"statusCode":200}"#, []), (#"{"statusCode":201}"#, ["statusCode"]), (#"{"statusCode":"*"}"#, []),
        (#"{"headers":{"content-TYPE":"application/json","vary":"a,b"}}"#, []),
        (#"{"headers":{"content-type":"*","etag":"*"}}"#, ["headers.etag"]),
        (#"{"headers":{"etag":null,"content-type":null}}"#, ["headers.content-type"]),
        (#"{"body":{"count":2,"schools":[{"schoolId":"a"},{"schoolId":"b"}]}}"#, []),
        (#"{"body":{"schools":[{"n":4.7},{}]}}"#, ["body.schools[0].n"]),
        (#"{"body":{"schools":[{"n":4.70},{}]}}"#, []),
        (#"{"body":{"schools":[{}]}}"#, ["body.schools.length"]),
        (#"{"body":{"schools":"*","nextCursor":null,"none":null}}"#, []),
        (#"{"body":{"nextCursor":"*","none":"*"}}"#, ["body.nextCursor", "body.none"]), (#"{"body":"*"}"#, []),
        (#"{"body":"text"}"#, ["body"]), (#"{"body":null}"#, ["body"]), (#"{"body":[]}"#, ["body"]),
        (#"{"errorType":"Function.X"}"#, ["errorType"]), (#"{"isBase64Encoded":null}"#, []),
    ])
    func compares(expected: String, paths: [String]) throws {
        #expect(try differences(expected, Self.response) == paths)
    }

    @Test func comparesBodiesThatAreNotJSON() throws {
        #expect(try differences(#"{"body":"hi"}"#, #"{"body":"hi"}"#).isEmpty)
        #expect(try differences(#"{"body":"hi"}"#, #"{"body":"aGk=","isBase64Encoded":true}"#).isEmpty)
        #expect(try differences(#"{"body":{}}"#, #"{"body":"hi"}"#) == ["body"])
        #expect(try differences(#"{"body":null}"#, #"{"statusCode":204,"body":""}"#).isEmpty)
        #expect(try differences(#"{"statusCode":200}"#, "nonsense") == ["response"])
        #expect(try differences(#"{"statusCode":200}"#, "[1]") == ["response"])
    }

    @Test func expectsErrors() throws {
        let error = FunctionInstance.Result.Outcome.error(type: "Function.UnknownEvent", message: "m")
        #expect(try Expectation(json(#"{"errorType":"Function.UnknownEvent"}"#)).differences(from: error).isEmpty)
        #expect(try Expectation(json(#"{"errorType":"*"}"#)).differences(from: error).isEmpty)
        #expect(
            try Expectation(json(#"{"errorType":"Function.Other"}"#)).differences(from: error).map(\.path) == [
                "errorType"
            ])
        #expect(try Expectation(json(#"{"statusCode":200}"#)).differences(from: error).map(\.path) == ["response"])
    }
}
