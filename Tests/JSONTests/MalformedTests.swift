import JSON
import Testing

/// What RFC 8259 does not allow, and where it is noticed.
@Suite struct MalformedTests {
    @Test(arguments: [
        // Nothing, or not a value.
        ("", 0), (" \n\t\r", 4), ("\u{FEFF}{}", 0), ("{}\u{FEFF}", 2), ("\u{0}", 0), ("\u{B}1", 0), ("\u{A0}1", 0),
        ("x", 0),
        ("//c\n1", 0), ("/**/1", 0), ("]", 0), ("}", 0), (",", 0), (":", 0), ("'a'", 0), ("undefined", 0),
        // Literals.
        ("tru", 0), ("truE", 0), ("TRUE", 0), ("nul", 0), ("nulL", 0), ("falsy", 0), ("truetrue", 4), ("nullx", 4),
        ("NaN", 0), ("Infinity", 0), ("-Infinity", 1), ("None", 0),
        // Numbers.
        ("-", 1), ("--1", 1), ("+1", 0), (".5", 0), ("-.5", 1), ("1.", 2), ("1.e5", 2), ("1e", 2), ("1e+", 3),
        ("1E-", 3),
        ("1e5.5", 3), ("01", 2), ("-01", 3), ("00", 2), ("0x1F", 1), ("1_000", 1), ("1,000", 1), ("1 2", 2), ("1a", 1),
        ("١", 0), ("1.5.5", 3), ("1ee5", 2), ("- 1", 1), ("-a", 1), ("1e１", 2),
        // Strings.
        ("\"", 1), ("\"abc", 4), ("\"abc\\\"", 6), ("\"a\nb\"", 2), ("\"a\tb\"", 2), ("\"\u{0}\"", 1),
        ("\"\u{1F}\"", 1),
        ("\"\\", 1), ("\"\\\"", 3), ("\"\\x41\"", 1), ("\"\\a\"", 1), ("\"\\'\"", 1), ("\"\\0\"", 1),
        ("\"\\U0041\"", 1),
        ("\"\\u\"", 1), ("\"\\u004\"", 1), ("\"\\u004g\"", 1), ("\"\\u+041\"", 1), ("\"\\u 041\"", 1), ("\"\\u00", 1),
        ("\"\\\n\"", 1), ("\"\\é\"", 1), ("\"a\" \"b\"", 4), ("\"a\"b", 3),
        // Arrays.
        ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[,]", 1), ("[1,,2]", 3), ("[1 2]", 3),
        ("[1;2]", 2),
        ("[1}", 2), ("[1]]", 3), ("[[]", 3), ("[1:2]", 2), ("[\"a\",\n4\n,1,", 11), ("[1,\n1\n,1", 8), ("[-]", 2),
        // Objects.
        ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6), ("{\"a\":1,", 7), ("{\"a\":1,}", 7), ("{,}", 1),
        ("{a:1}", 1), ("{'a':1}", 1), ("{1:1}", 1), ("{null:1}", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\" 1}", 5),
        ("{\"a\":1 \"b\":2}", 7), ("{\"a\":1,,\"b\":2}", 7), ("{\"a\"::1}", 5), ("{\"a\",1}", 4), ("{\"a\":1]", 6),
        ("{\"a\":1}}", 7), ("{\"a\":1};", 7), ("{[]:1}", 1), ("{\"a\":1,b}", 7), ("{\"a\":/*c*/1}", 5),
        ("{\"a\":1}#", 7),
        ("{} {}", 3), ("{}[]", 2), ("{\"a\":\"b\":1}", 8), ("{\"\\uD8\":1}", 2),
    ]) func isRefusedWhereItIsWrong(text: String, offset: Int) {
        #expect(JSONCheck.errorOffset(Array(text.utf8)) == offset)
        #expect(JSONCheck.treeErrorOffset(Array(text.utf8)) == offset)
    }

    @Test(
        arguments: [[0xEF, 0xBB, 0xBF, 0x31], [0xFF, 0xFE, 0x31, 0x00], [0x31, 0x00], [0xFF], [0x5B, 0x80, 0x5D]]
            as [[UInt8]])
    func bytesThatAreNoTextAreRefused(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONCheck.check(bytes) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")]) func depthIsBounded(
        open: String, close: String
    ) {
        let levels = open.filter { "[{".contains($0) }.count
        func nested(_ depth: Int) -> [UInt8] {
            let times = depth / levels
            return Array((String(repeating: open, count: times) + "[]" + String(repeating: close, count: times)).utf8)
        }
        let most = (JSONReader.maximumDepth - 1) / levels * levels
        #expect(JSONCheck.errorOffset(nested(most)) == nil)
        #expect(JSONCheck.treeErrorOffset(nested(most)) == nil)
        #expect(JSONCheck.errorOffset(nested(most + levels)) != nil)
        #expect(JSONCheck.treeErrorOffset(nested(most + levels)) == JSONCheck.errorOffset(nested(most + levels)))
        // However deep it goes: no stack is used up.
        #expect(JSONCheck.errorOffset(Array(String(repeating: open, count: 1_000_000).utf8)) != nil)
        #expect(JSONCheck.treeErrorOffset(Array(String(repeating: open, count: 1_000_000).utf8)) != nil)
    }

    @Test func depthIsGivenBackByWhatEnds() {
        let siblings = "[" + Array(repeating: "[[]],{\"a\":{}}", count: 1000).joined(separator: ",") + "]"
        #expect(JSONCheck.errorOffset(Array(siblings.utf8)) == nil)
    }

    @Test func anErrorSaysWhatAndWhere() throws {
        let error = #expect(throws: JSONError.self) { try JSONCheck.check(Array("[1,\n2".utf8)) }
        #expect(error?.description == "a comma or the end of the list was expected at byte 5")
    }
}
