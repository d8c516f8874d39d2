import Bytes
import JSON
import Support
import Testing

/// The scan through strings looks at eight bytes at a time: every byte at every place in and around such a word, among
/// bytes that make its subtractions borrow.
@Suite struct ScanTests {
    /// The bytes around it: 0x80 and 0xFF look like a borrow's result, 0x21, 0x23, 0x5B, 0x5D are next to the
    /// stops.
    static let neighbours: [UInt8] = [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x61, 0x7F, 0x80, 0xA2, 0xDC, 0xE0, 0xFF]

    @Test(arguments: neighbours) func everyByteAtEveryPlace(neighbour: UInt8) {
        var wrong: [String] = []
        for length in [7, 8, 9, 16, 21] {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var content = [UInt8](repeating: neighbour, count: length)
                    content[place] = byte
                    if place + 1 < length { content[place + 1] = byte ^ 0x01 }
                    if !isScannedRight(content) || !isEscapedRight(content) {
                        wrong.append("\(byte) at \(place) of \(length)")
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func randomBytes() {
        var chance = Chance(seed: 8259)
        var wrong: [[UInt8]] = []
        let mostly: [UInt8] = Self.neighbours + [0x22, 0x5C, 0x1F, 0x00, 0x0A]
        for _ in 0..<50_000 {
            let content = (0..<Int.random(in: 0...40, using: &chance)).map { _ in
                mostly.randomElement(using: &chance) ?? 0
            }
            if !isScannedRight(content) || !isEscapedRight(content) { wrong.append(content) }
        }
        #expect(wrong == [])
    }

    /// The reader stops at the first quote, backslash or control character; a plain loop says which one that is.
    private func isScannedRight(_ content: [UInt8]) -> Bool {
        let stop = content.firstIndex { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 } ?? content.count
        let text = [0x22] + content + [0x22]
        return text.withUnsafeBytes { text in
            var reader = JSONReader(text)
            let string = try? reader.readString()
            if stop == content.count || content[stop] == 0x22 {
                return string.map { !$0.isEscaped && $0.raw.elementsEqual(content[..<stop]) } == true
                    && reader.offset == stop + 2
            }
            // A control character is refused at its offset. After a backslash it depends on the next byte.
            return content[stop] == 0x5C
                ? string?.isEscaped != false && reader.offset > stop : string == nil && reader.offset == stop + 1
        }
    }

    private func isEscapedRight(_ content: [UInt8]) -> Bool {
        var out = ByteBuffer()
        var expected: [UInt8] = []
        for byte in content {
            switch byte {
            case 0x22, 0x5C: expected += [0x5C, byte]
            case 0x08: expected += Array("\\b".utf8)
            case 0x09: expected += Array("\\t".utf8)
            case 0x0A: expected += Array("\\n".utf8)
            case 0x0C: expected += Array("\\f".utf8)
            case 0x0D: expected += Array("\\r".utf8)
            case 0..<0x20:
                expected += Array("\\u00\(byte < 16 ? "0" : "1")\(String(byte % 16, radix: 16).uppercased())".utf8)
            default: expected.append(byte)
            }
        }
        return content.withUnsafeBytes { content in
            out.append(jsonEscaped: content)
            return out.bytes.elementsEqual(expected) && JSONEscape.count(content) == expected.count
        }
    }
}
