import Bytes
import Foundation
import JSON
import Support
import Testing

@testable import AWSClient

@Suite struct AttributeTranscoderTests {
    private func plain(_ attribute: String) throws -> String {
        var out = ByteBuffer(capacity: 16)
        try Array(attribute.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            try AttributeTranscoder.transcode(&reader, to: &out)
            try reader.finish()
        }
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"S":"Bay Area"}"#, #""Bay Area""#), (#"{"S":""}"#, #""""#), (#"{"N":"4.70"}"#, "4.70"),
        (#"{"B":"AP/+=="}"#, #""AP/+==""#), (#"{"BOOL":true}"#, "true"), (#"{"BOOL":false}"#, "false"),
        (#"{"NULL":true}"#, "null"), (#"{"NULL":false}"#, "null"), (#"{"M":{}}"#, "{}"), (#"{"L":[]}"#, "[]"),
        (#"{"SS":["a","b"]}"#, #"["a","b"]"#), (#"{"NS":["1","2.50","-3E+5"]}"#, "[1,2.50,-3E+5]"),
        (#"{"BS":["AA==","/w=="]}"#, #"["AA==","/w=="]"#), (#"{"SS":[]}"#, "[]"),
        (#"{"M":{"a":{"N":"1"},"":{"S":""}}}"#, #"{"a":1,"":""}"#),
        (#"{"L":[{"N":"1"},{"L":[{"NULL":true}]},{"M":{"k":{"SS":["x"]}}}]}"#, #"[1,[null],{"k":["x"]}]"#),
        (" { \"M\" : { \"a\" : { \"L\" : [ { \"S\" : \" x \" } ,\n{\"BOOL\":true} ] } } } ", #"{"a":[" x ",true]}"#),
        (#"{"\u0053":"type in escapes"}"#, #""type in escapes""#),
    ]) func everyTypeBecomesWhatAClientExpects(attribute: String, json: String) throws {
        #expect(try plain(attribute) == json)
    }

    @Test(arguments: [
        "0", "-0", "4.70", "1E-130", "-1E-130", "9.9999999999999999999999999999999999999E+125",
        "12345678901234567890123456789012345678", "0.00000000000000000000000000000000000000012345678901234567890123",
        "1e5", "1E+5", "100",
    ]) func numbersKeepTheirDigits(digits: String) throws {
        #expect(try plain(#"{"N":"\#(digits)"}"#) == digits)
        #expect(try plain(#"{"NS":["\#(digits)","1"]}"#) == "[\(digits),1]")
    }

    /// DynamoDB has no such number, but it would break the response for every caller, so it stays text.
    @Test(arguments: [
        "", " 1", "1 ", "+1", ".5", "5.", "01", "-", "--1", "NaN", "Infinity", "1e", "1,5", "0x1F", "1}", "١", #"1\n"#,
        #"\u0031"#, "1E5.5",
    ]) func whatIsNotANumberStaysText(text: String) throws {
        #expect(try plain(#"{"N":"\#(text)"}"#) == #""\#(text)""#)
        #expect(try plain(#"{"NS":["\#(text)","7"]}"#) == #"["\#(text)",7]"#)
    }

    @Test(arguments: [
        #"\"\\\/\b\f\n\r\t"#, #"\u0000\u001f"#, #"\u00e9 é"#, #"\ud83d\udee9"#, "🛩️ 東京", #"\ud83d alone"#,
        #"\u003cscript\u003e"#, "</script>", "\u{2028}",
    ]) func textIsCopiedAsItIsEscaped(text: String) throws {
        #expect(try plain(#"{"S":"\#(text)"}"#) == #""\#(text)""#)
        #expect(try plain(#"{"SS":["\#(text)"]}"#) == #"["\#(text)"]"#)
        #expect(try plain(#"{"M":{"\#(text)":{"BOOL":true}}}"#) == #"{"\#(text)":true}"#)
    }

    /// DynamoDB's own bound, and ours.
    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> String {
            (0..<depth).reduce(#"{"S":"x"}"#) { inner, level in
                level.isMultiple(of: 2) ? #"{"L":[\#(inner)]}"# : #"{"M":{"a":\#(inner)}}"#
            }
        }
        let expected = (0..<32).reduce(#""x""#) { inner, level in
            level.isMultiple(of: 2) ? "[\(inner)]" : #"{"a":\#(inner)}"#
        }
        #expect(try plain(nested(32)) == expected)
        #expect(throws: JSONError.self) { try plain(nested(100)) }
        #expect(throws: JSONError.self) { try plain(nested(100_000)) }
    }

    @Test(arguments: [
        "", "{}", "null", "7", #""x""#, "[]", #"{"S":"#, #"{"S":1}"#, #"{"S":null}"#, #"{"N":1}"#, #"{"BOOL":"true"}"#,
        #"{"NULL":null}"#, #"{"M":[]}"#, #"{"L":{}}"#, #"{"L":[1]}"#, #"{"L":["x"]}"#, #"{"SS":"x"}"#, #"{"SS":[1]}"#,
        #"{"NS":[1]}"#, #"{"BS":[null]}"#, #"{"S":"x","N":"1"}"#, #"{"S":"x"}{}"#,
        #"{"M":{"a":{}}}"#, #"{"M":{"a":"x"}}"#, #"{"S":"x",}"#,
    ]) func refusesWhatIsNotAnAttributeValue(attribute: String) {
        #expect(throws: JSONError.self) { try plain(attribute) }
    }

    /// Whatever the type's value is, and wherever it is.
    @Test(arguments: ["X", "s", "", "VECTOR", "\u{e9}"]) func namesATypeThatItDoesNotKnow(type: String) {
        for value in ["\"x\"", "[1,{}]", "{\"S\":\"x\"}", "null", "7"] {
            let unknown = "{\"\(type)\":\(value)}"
            for attribute in [unknown, "{\"L\":[\(unknown)]}", "{\"M\":{\"a\":{\"S\":\"x\"},\"b\":\(unknown)}}"] {
                let error = #expect(throws: UnknownAttributeType.self) { try plain(attribute) }
                #expect(error?.type == type)
            }
        }
    }

    /// Any tree of attribute values comes out as the JSON that Foundation makes of the same tree.
    @Test func agreesWithFoundationOnAnyTree() throws {
        var chance = Chance(seed: 7)
        for _ in 0..<300 {
            let (attribute, expected) = Self.tree(&chance, depth: 5)
            let text = String(decoding: try JSONSerialization.data(withJSONObject: attribute), as: UTF8.self)
            let ours = try JSONSerialization.jsonObject(with: Data(try plain(text).utf8), options: .fragmentsAllowed)
            #expect((ours as? NSObject) == (expected as? NSObject))
        }
    }

    /// A random attribute value, and the plain value that it stands for.
    private static func tree(_ chance: inout Chance, depth: Int) -> (attribute: [String: Any], plain: Any) {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 8), using: &chance) {
        case 0:
            let text = chance.text(upTo: 20)
            return (["S": text], text)
        case 1:
            let number = Int.random(in: -1_000_000...1_000_000, using: &chance)
            return (["N": String(number)], number)
        case 2:
            let value = Bool.random(using: &chance)
            return (["BOOL": value], value)
        case 3: return (["NULL": true], NSNull())
        case 4:
            let texts = (0..<Int.random(in: 0..<4, using: &chance)).map { _ in chance.text(upTo: 5) }
            return (["SS": texts], texts)
        case 5, 6:
            let elements = (0..<Int.random(in: 0..<4, using: &chance)).map { _ in tree(&chance, depth: depth - 1) }
            return (["L": elements.map(\.attribute)], elements.map(\.plain))
        default:
            var attributes: [String: Any] = [:]
            var plains: [String: Any] = [:]
            for _ in 0..<Int.random(in: 0..<4, using: &chance) {
                let name = chance.text(upTo: 8)
                (attributes[name], plains[name]) = tree(&chance, depth: depth - 1)
            }
            return (["M": attributes], plains)
        }
    }
}
