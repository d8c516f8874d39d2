import Bytes
import JSON
import Support
import Testing

@Suite struct WritingTests {
    @Test func randomTextComesBackAndIsCountedRight() {
        var chance = Chance(seed: 1)
        for _ in 0..<5000 {
            let text = chance.text(upTo: 60)
            var out = ByteBuffer()
            out.append(jsonString: text)
            #expect(JSONCheck.foundationString(out.bytes).map { Array($0.utf8) } == Array(text.utf8))
            #expect((try? JSONValue(parsing: out.bytes))?.string == text)
            let count = Array(text.utf8).withUnsafeBytes { JSONEscape.count($0) }
            #expect(out.count == count + 2)
            #expect(!out.bytes.contains { $0 < 0x20 })
        }
    }

    @Test func randomTextAsASCIIComesBack() {
        var chance = Chance(seed: 2)
        for _ in 0..<5000 {
            let text = chance.text(upTo: 60)
            var out = ByteBuffer()
            out.append(asciiOf: .string(text))
            #expect(out.bytes.allSatisfy { (0x20..<0x7F).contains($0) })
            #expect(JSONCheck.foundationString(out.bytes).map { Array($0.utf8) } == Array(text.utf8))
            #expect((try? JSONValue(parsing: out.bytes))?.string == text)
        }
    }

    @Test func nothingIsAnEmptyString() {
        var out = ByteBuffer()
        out.append(jsonString: "")
        out.append(asciiOf: "")
        #expect(String(decoding: out.bytes, as: UTF8.self) == "\"\"\"\"")
        #expect(JSONEscape.count(UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
    }

    @Test func aLiteralIsWrittenBackByteForByte() throws {
        let text = #"["a\/b","\u00E9\u00e9","né","\ud83d\udee9","\\\"",""]"#
        try Array(text.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            var out = ByteBuffer(capacity: 0)
            out.append("[")
            try reader.readArray { reader in
                if out.count > 1 { out.append(",") }
                out.append(literal: try reader.readString())
            }
            out.append("]")
            #expect(String(decoding: out.bytes, as: UTF8.self) == text)
        }
    }
}
