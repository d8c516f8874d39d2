import Bytes
import Foundation
import Testing

@Suite struct Base64Tests {
    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]) func theVectorsOfTheRFC(text: String, encoded: String) {
        #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
        let unpadded = encoded.replacing("=", with: "")
        #expect(Base64.decode(unpadded.utf8) == Array(text.utf8))
        #expect(Base64.encodeURLSafe(Array(text.utf8)) == unpadded)
    }

    @Test func decodesBothAlphabets() {
        #expect(Base64.decode("+/+/".utf8) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.decode("-_-_".utf8) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.encodeURLSafe([0xFB, 0xFF, 0xBF]) == "-_-_")
    }

    @Test(arguments: [
        "A", "AAAAA", "=", "==", "===", "====", "A=", "A==", "A===", "AA=", "AA===", "AAA==", "AAAA=", "AAAA==",
        "AAAA====",
        "AA=A", "AA==AAAA", "AA==AA==", "=AAA", "AB==", "AAB=", "AB", "AAB", "AA A", " AAAA", "AAAA\n", "AA\r\nAA",
        "A.AA",
        "AA*A", "AAA\u{0}", "ÄÄÄÄ", "AAA\u{FF}",
    ]) func refuses(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    /// Every input of one and of two characters, and every one of three and four over the characters that matter.
    @Test func everyShortInputIsAsFoundationSaysIt() {
        var wrong: [[UInt8]] = []
        for a in UInt8.min...UInt8.max {
            if !agrees([a]) { wrong.append([a]) }
            for b in UInt8.min...UInt8.max where !agrees([a, b]) { wrong.append([a, b]) }
        }
        let some = Array("AQgwBP9/+-_= \n.".utf8)
        for a in some {
            for b in some {
                for c in some {
                    if !agrees([a, b, c]) { wrong.append([a, b, c]) }
                    for d in some where !agrees([a, b, c, d]) { wrong.append([a, b, c, d]) }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func everyByteStringOfUpToTwoBytesComesBack() {
        for a in UInt8.min...UInt8.max {
            #expect(comesBack([a]))
            for b in stride(from: UInt8.min, to: UInt8.max, by: 5) {
                #expect(comesBack([b, a]) && comesBack([a, b, a]))
            }
        }
    }

    private func comesBack(_ bytes: [UInt8]) -> Bool {
        let standard = Data(bytes).base64EncodedString()
        let safe = standard.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return Base64.encodeURLSafe(bytes) == safe && Base64.decode(standard.utf8) == bytes
            && Base64.decode(safe.utf8) == bytes
    }

    /// Foundation decodes the standard alphabet with its padding, and does not look at the bits that are left over: so
    /// the other alphabet and missing padding are put right for it, and its result must encode to the same text.
    private func agrees(_ text: [UInt8]) -> Bool {
        var standard = text.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 }
        standard = standard.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 }
        while standard.count % 4 != 0, !text.contains(UInt8(ascii: "=")) { standard.append(UInt8(ascii: "=")) }
        let decoded = Data(base64Encoded: Data(standard)).flatMap {
            $0.base64EncodedData() == Data(standard) ? $0 : nil
        }
        return Base64.decode(text) == decoded.map { [UInt8]($0) }
    }
}
