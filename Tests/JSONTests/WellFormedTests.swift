import Bytes
import Foundation
import JSON
import Support
import Testing

@Suite struct WellFormedTests {
    @Test(arguments: [
        "0", "-0", "1", "-1", "123456789012345678901234567890", "0.0", "-0.0", "1.5", "4.70", "1e5", "1E5", "1e+5",
        "1e-5",
        "1.5e5", "0e0", "0E-0", "1E400", "-1e-400", "99999999999999999999999999999999999999",
        "0.0000000000000000000000001",
        "3.1415926535897932384626433832795028841",
    ]) func numbersKeepTheirDigits(text: String) throws {
        #expect(JSONCheck.errorOffset(Array(text.utf8)) == nil)
        #expect(try JSONValue(parsing: Array(text.utf8)).text == text)
        #expect(try JSONValue(parsing: Array("[\(text),{\"n\":\(text)}]".utf8)).text == "[\(text),{\"n\":\(text)}]")
    }

    @Test(arguments: [
        ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000\u001f""#, "\u{0}\u{1F}"),
        (#""\u0041\u00e9\u00E9""#, "Aéé"), (#""\u6771\u4EAC""#, "東京"), (#""\ud83d\udee9""#, "🛩"),
        (#""\uD83D\uDEE9x""#, "🛩x"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\ud800""#, "\u{FFFD}"), (#""\udc00""#, "\u{FFFD}"),
        (#""\ud800x""#, "\u{FFFD}x"), (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800\ud83d\udee9""#, "\u{FFFD}🛩"),
        (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"), (#""\ud800\n""#, "\u{FFFD}\n"),
        (#""\ud83d\\udee9""#, "\u{FFFD}\\udee9"),
        (#""\uFFFE\uFFFF""#, "\u{FFFE}\u{FFFF}"), ("\"\u{7F}\u{80}\u{2028}\u{2029}\"", "\u{7F}\u{80}\u{2028}\u{2029}"),
        ("\"né 東京 ✈️ 🛩\"", "né 東京 ✈️ 🛩"), (#""\\u0041""#, "\\u0041"), (#""\/\/""#, "//"),
    ]) func stringsAreDecoded(literal: String, text: String) throws {
        let bytes = Array(literal.utf8)
        #expect(try JSONValue(parsing: bytes).string.map { Array($0.utf8) } == Array(text.utf8))
        try bytes.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            let string = try reader.readString()
            #expect(string.isEscaped == literal.contains("\\"))
            #expect(string.string == text)
            // Written back as it was.
            var out = ByteBuffer()
            out.append(literal: string)
            #expect(String(decoding: out.bytes, as: UTF8.self) == literal)
        }
    }

    @Test func bytesThatAreNoUTF8BecomeReplacementCharacters() throws {
        #expect(try JSONValue(parsing: [0x22, 0xFF, 0x22]).string == "\u{FFFD}")
        #expect(try JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xC3, 0x22]).string == "\n\u{FFFD}")
        #expect(try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]).string?.contains("\u{FFFD}") == true)
    }

    @Test(arguments: [
        " [ ] ", "\n{\r\t}\n", "[1 , 2 ,3]", "{ \"a\" : 1 , \"b\" : [ true , false , null ] }", "[[],{},\"\",0]",
        " true ",
        "{\"\":\"\"}", "{\"a\":1,\"a\":2,\"a\":{\"a\":3}}", "[\"\\\"\",\"]\",\"{\"]", "{\"\\\"\":1}",
    ]) func whiteSpaceAndNestingAreRead(text: String) throws {
        #expect(JSONCheck.errorOffset(Array(text.utf8)) == nil)
        let once = try JSONValue(parsing: Array(text.utf8)).text
        #expect(once == text.filter { !" \n\r\t\r\n".contains($0) }.replacing("\r\n", with: ""))
        #expect(try JSONValue(parsing: Array(once.utf8)).text == once)
    }

    @Test func aNameThatStandsTwiceMeansItsLastValue() throws {
        let value = try JSONValue(parsing: Array(#"{"a":1,"b":2,"a":3,"é":4,"e\u0301":5}"#.utf8))
        #expect(value["a"]?.integer == 3)
        #expect(value["b"]?.integer == 2)
        // Names are bytes: the composed and the decomposed é are two.
        #expect(value["é"]?.integer == 4 && value["e\u{301}"]?.integer == 5)
        #expect(value["c"] == nil && JSONValue.null["a"] == nil)
    }

    @Test func aValueHasOnlyItsOwnKind() throws {
        let value: JSONValue = ["s": "x", "n": 12, "b": true, "a": [1, "y"], "o": ["k": false]]
        #expect(value.text == #"{"s":"x","n":12,"b":true,"a":[1,"y"],"o":{"k":false}}"#)
        #expect(value["s"]?.string == "x" && value["s"]?.integer == nil && value["s"]?.bool == nil)
        #expect(value["n"]?.integer == 12 && value["n"]?.string == nil)
        #expect(value["b"]?.bool == true && value["b"]?.array == nil)
        #expect(value["a"]?.array?.count == 2 && value["a"]?.members == nil)
        #expect(value["o"]?.members?.first?.name == "k")
        #expect(JSONValue.number("1.0").integer == nil && JSONValue.number("99999999999999999999").integer == nil)
    }

    /// A real school, cut after each of its bytes: only the whole one is JSON.
    @Test func aDocumentCutAnywhereIsRefusedThere() throws {
        let schools = try JSONValue(parsing: try Parts.file("Events/schools.json")).array
        let document = Array(try #require(schools?.first).text.utf8)
        #expect(JSONCheck.errorOffset(document) == nil)
        #expect(document.count > 1000)
        var wrong: [Int] = []
        for length in 0..<document.count {
            let cut = Array(document.prefix(length))
            guard let offset = JSONCheck.errorOffset(cut), (0...length).contains(offset),
                offset == JSONCheck.treeErrorOffset(cut)
            else {
                wrong.append(length)
                continue
            }
        }
        #expect(wrong == [])
    }

    @Test func aTreeHoldsWhatFoundationReads() throws {
        let whole = try Parts.file("Events/schools.json")
        let value = try JSONValue(parsing: whole)
        let ours = try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? NSObject
        let theirs = try JSONSerialization.jsonObject(with: Data(whole)) as? NSObject
        #expect(ours != nil && ours == theirs)
    }
}
