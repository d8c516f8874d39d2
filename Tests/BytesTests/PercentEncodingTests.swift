import Bytes
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("abcXYZ019-._~", "abcXYZ019-._~"), ("a b", "a%20b"), ("a/b:c", "a%2Fb%3Ac"), ("%", "%25"),
        ("+&=", "%2B%26%3D"), ("é東✈", "%C3%A9%E6%9D%B1%E2%9C%88"), ("\u{0}\u{7F}", "%00%7F"),
    ]) func encodes(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text.utf8) == encoded)
        #expect(PercentEncoding.decode(encoded[...]) == text)
    }

    @Test func keepsWhatItIsToldTo() {
        #expect(PercentEncoding.encode("/a:b c".utf8, keeping: "/:") == "/a:b%20c")
    }

    @Test func encodesEveryByteButTheUnreservedOnes() {
        for byte in UInt8.min...UInt8.max {
            let encoded = PercentEncoding.encode(CollectionOfOne(byte))
            let isPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8.contains(byte)
            #expect(encoded.utf8.count == (isPlain ? 1 : 3))
            #expect(PercentEncoding.isUnreserved(byte) == isPlain)
        }
    }

    @Test(arguments: [
        ("%41%4a%4A", "AJJ"), ("a+b", "a+b"), ("%2B", "+"), ("100%25", "100%"), ("%C3%A9é", "éé"), ("%00", "\u{0}"),
    ]) func decodes(text: String, decoded: String) {
        #expect(PercentEncoding.decode(text[...]) == decoded)
    }

    @Test func takesPlusForASpaceInQueriesOnly() {
        #expect(PercentEncoding.decode("a+b%2B+", plusIsSpace: true) == "a b+ ")
        #expect(PercentEncoding.decode("a+b%2B+") == "a+b++")
    }

    @Test(arguments: [
        "%", "%4", "a%", "a%4", "%%", "%zz", "%4z", "%z4", "% 41", "%+1", "%-1", "%0x", "%C3", "%C3%28", "%FF",
        "%C0%80",
        "%ED%A0%80", "%F4%90%80%80", "%E2%9C", "%e2%9c%", "%４１",
    ]) func refuses(text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }

    @Test func hexadecimalDigits() {
        #expect(Hex.encode([0x00, 0x0F, 0xA5, 0xFF]) == "000fa5ff")
        #expect(Hex.encode([]) == "")
        for byte in UInt8.min...UInt8.max {
            let scalar = Character(Unicode.Scalar(byte))
            #expect(Hex.value(byte).map(Int.init) == (scalar.isASCII ? scalar.hexDigitValue : nil))
        }
        #expect((0..<16).map { Hex.upper($0) } == Array("0123456789ABCDEF".utf8))
    }
}
