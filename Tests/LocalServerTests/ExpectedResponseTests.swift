import JSON
import Support
import Testing

@testable import LocalServer

@Suite struct ExpectedResponseTests {
    private func expected(
        _ body: String, environment: [(String, String)] = []
    ) throws -> JSONValue {
        let response: JSONValue = ["statusCode": 200, "headers": ["ETag": "x"], "body": .string(body)]
        var invocation = Invocation("GetSchools", event: [], outcome: .response)
        invocation.payload = Array(response.text.utf8)
        return ExpectedResponse(invocation, environment: environment).json
    }

    @Test(arguments: [
        (#"{"error":"x","requestId":"1"}"#, #"{"error":"x","requestId":"*"}"#),
        (#"{"explanation":"x","cached":true,"source":"cache"}"#, #"{"explanation":"x","cached":"*","source":"*"}"#),
        (
            #"{"explanation":"x","cached":false,"source":"template","fallback":true}"#,
            #"{"explanation":"*","cached":"*","source":"*"}"#
        ),
        ("", "null"), ("text", #""text""#), ("[1.50]", "[1.50]"),
    ])
    func keepsWhatComesAgain(body: String, wanted: String) throws {
        let json = try expected(body)
        #expect(json["body"]?.text == wanted && json["statusCode"]?.integer == 200)
        #expect(json["headers"]?["ETag"]?.string == "x" && json["environment"] == nil)
        #expect(json["function"]?.string == "GetSchools")
    }

    @Test func namesErrorsAndVariables() throws {
        #expect(try expected("", environment: [("A", "1")])["environment"]?.text == #"{"A":"1"}"#)
        let failed = Invocation("GetSchools", event: [], outcome: .failed(type: "Runtime.ExitError", message: ""))
        #expect(
            ExpectedResponse(failed, environment: []).json.text
                == #"{"function":"GetSchools","errorType":"Runtime.ExitError"}"#)
    }
}
