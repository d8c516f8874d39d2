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

    /// Names and the elements of sets are told apart by their bytes, not by Unicode's equivalence.
    @Test func comparesTextByBytes() throws {
        let item = try Item(wire: json(#"{"e\#u{301}":{"N":"1"},"\#u{e9}":{"SS":["e\#u{301}","\#u{e9}"]}}"#))
        #expect(item.attributes.count == 2 && item.string("\u{e9}") == nil)
        if case .n? = item["e\u{301}"] {} else { Issue.record("another attribute's value") }
        #expect(throws: MalformedAttribute.self) { try AttributeValue(wire: json(#"{"SS":["\#u{e9}","\#u{e9}"]}"#)) }
    }

    @Test func setsAndRemovesAttributes() throws {
        var item = try Item(wire: json(#"{"a":{"S":"1"},"b":{"S":"2"}}"#))
        item["a"] = .s("3")
        item["c"] = .null
        item["b"] = nil
        item["d"] = nil
        #expect(item.attributes.map(\.name) == ["a", "c"] && item.string("a") == "3")
    }

    @Test func countsSizesLikeDynamoDB() throws {
        #expect(try Item(wire: json(#"{"ab":{"S":"cde"},"n":{"N":"123"}}"#)).size == 2 + 3 + 1 + 3)
    }
}
