import Bytes
import JSON
import Support
import Testing

@testable import AWSClient

@Suite struct AttributeValueTests {
    private static let all =
        #"{"M":{"s":{"S":"é\n"},"n":{"N":"4.70"},"b":{"B":"AQID"},"t":{"BOOL":false},"z":{"NULL":true},"#
        + #""l":{"L":[{"S":""}]},"ss":{"SS":["b","a"]},"ns":{"NS":["1.0"]},"bs":{"BS":["AQ=="]}}}"#

    @Test func writesWhatItRead() throws {
        var out = ByteBuffer()
        try AttributeValue(wire: json(Self.all)).write(to: &out)
        #expect(String(decoding: out.bytes, as: UTF8.self) == Self.all)
    }

    @Test(arguments: [
        ("{}", "ValidationException"), (#"{"X":"a"}"#, "ValidationException"),
        (#"{"S":"a","N":"1"}"#, "ValidationException"),
        (#"{"N":"one"}"#, "ValidationException"), (#"{"SS":[]}"#, "ValidationException"),
        (#"{"SS":["a","a"]}"#, "ValidationException"), (#"{"NS":["1","1.0"]}"#, "ValidationException"),
        (#"{"NULL":false}"#, "ValidationException"), (#"{"S":5}"#, "SerializationException"),
        (#"{"N":5}"#, "SerializationException"), (#"{"BOOL":"true"}"#, "SerializationException"),
        (#"{"L":{}}"#, "SerializationException"), (#"{"M":[]}"#, "SerializationException"),
        (#"{"B":"*"}"#, "SerializationException"), (#""text""#, "SerializationException"),
    ])
    func refusesWhatIsNoValue(text: String, name: String) throws {
        let error = #expect(throws: MalformedAttribute.self) { try AttributeValue(wire: json(text)) }
        #expect(error?.isSerialization == (name == "SerializationException"))
    }

    @Test func comparesStringsByBytes() throws {
        #expect(AttributeValue.s("e\u{301}") != .s("\u{e9}"))
        #expect(AttributeValue.precedes(.s("Z"), .s("a")) == true)
        #expect(try AttributeValue.precedes(.s("a"), .n(DynamoNumber("1"))) == nil)
    }

    @Test func countsSizesLikeDynamoDB() throws {
        #expect(try Item(wire: json(#"{"ab":{"S":"cde"},"n":{"N":"123"}}"#)).size == 2 + 3 + 1 + 3)
    }
}
