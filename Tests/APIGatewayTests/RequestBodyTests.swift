import Bytes
import JSON
import Testing

@testable import APIGateway

@Suite struct RequestBodyTests {
    private let expected =
        #"{"student": {"trainingGoal": "PPL"}, "school": {"name": "Café Aviation"}, "matchScore": 92}"#

    private func body(of event: EventFile) throws -> [UInt8]? { try event.request { try $0.body() } }

    @Test(arguments: ["rest-post-base64", "function-url-post-base64"]) func base64(name: String) throws {
        #expect(try body(of: try EventFile(name)) == Array(expected.utf8))
    }

    @Test func plainText() throws {
        let event = try EventFile("rest-post-base64").setting("body", to: .string(expected))
        for value in [nil, false, .null, "true", 1] as [JSONValue?] {
            #expect(try body(of: event.setting("isBase64Encoded", to: value)) == Array(expected.utf8))
        }
    }

    @Test(arguments: ["rest-post-base64", "function-url-post-base64"]) func none(name: String) throws {
        for value in [nil, .null, 7, [:]] as [JSONValue?] {
            #expect(try body(of: try EventFile(name).setting("body", to: value)) == nil)
        }
    }

    @Test func emptyOnes() throws {
        let event = try EventFile("rest-post-base64").setting("body", to: "")
        #expect(try body(of: event) == [])
        #expect(try body(of: event.setting("isBase64Encoded", to: false)) == [])
    }

    @Test(arguments: ["{}", "ab$=", "YQ==YQ==", "YQ=", "YR==", "Y", "YWJj\nYWJj", "é"])
    func whatIsNotBase64IsRefused(text: String) throws {
        let event = try EventFile("rest-post-base64").setting("body", to: .string(text))
        let error = #expect(throws: HTTPError.self) { try body(of: event) }
        #expect(error?.status == .badRequest && error?.message == "The body is not valid base64")
    }

    /// Some editors and clients put one before a text.
    @Test func aByteOrderMarkIsSkipped() throws {
        let mark = "\u{FEFF}"
        let event = try EventFile("rest-post-base64").setting("isBase64Encoded", to: false)
        #expect(try body(of: event.setting("body", to: .string(mark + expected))) == Array(expected.utf8))
        #expect(try body(of: event.setting("body", to: .string(mark))) == [])
        #expect(try body(of: event.setting("body", to: .string("{}\(mark)"))) == Array("{}\(mark)".utf8))
        for name in ["rest-post-base64", "function-url-post-base64"] {
            let encoded = Base64.encode(Array((mark + expected).utf8))
            let event = try EventFile(name).setting("body", to: .string(encoded))
            #expect(try body(of: event) == Array(expected.utf8))
        }
    }

    @Test func bytesThatAreNotText() throws {
        let event = try EventFile("rest-post-base64").setting("body", to: "/wD+")
        #expect(try body(of: event) == [0xFF, 0x00, 0xFE])
    }
}
