import Bytes
import Testing

@Suite struct ByteBufferTests {
    @Test func growsFromAnyCapacityAndKeepsWhatWasWritten() {
        for capacity in [0, 1, 15, 16, 17, 255, 256] {
            var buffer = ByteBuffer(capacity: capacity)
            for i in 0..<10_000 { buffer.append(UInt8(truncatingIfNeeded: i)) }
            #expect(buffer.count == 10_000)
            #expect(buffer.bytes.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset) })
        }
    }

    @Test func takesPiecesOfEveryKind() {
        var buffer = ByteBuffer(capacity: 0)
        let text = "né"
        buffer.append(UInt8(ascii: "a"))
        buffer.append("static ✈")
        buffer.append(text)
        buffer.append([1, 2, 3] as [UInt8])
        buffer.append([] as [UInt8])
        [UInt8](arrayLiteral: 9).withUnsafeBytes { buffer.append($0) }
        buffer.append(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(buffer.array() == [0x61] + Array("static ✈né".utf8) + [1, 2, 3, 9])
    }

    @Test func takesAPieceLargerThanTwiceItsCapacity() {
        var buffer = ByteBuffer(capacity: 16)
        buffer.append(UInt8(7))
        buffer.append([UInt8](repeating: 8, count: 1_000_000))
        #expect(buffer.count == 1_000_001)
        #expect(buffer.bytes.first == 7 && buffer.bytes.last == 8)
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (-1, "-1"), (10, "10"), (-10, "-10"), (999_999, "999999"), (Int.max, "9223372036854775807"),
        (Int.min, "-9223372036854775808"),
    ]) func writesDecimals(value: Int, text: String) {
        var buffer = ByteBuffer()
        buffer.append(decimal: value)
        #expect(string(buffer) == text)
    }

    @Test(
        arguments: [
            (0, 0, "0"), (0, 1, "0"), (0, 3, "000"), (5, 2, "05"), (123, 2, "123"),
            (UInt.max, 22, "0018446744073709551615"),
            (1, 24, "000000000000000000000001"), (1, 99, "000000000000000000000001"), (1, -4, "1"),
        ] as [(UInt, Int, String)]) func padsWithZeros(value: UInt, digits: Int, text: String)
    {
        var buffer = ByteBuffer()
        buffer.append(decimal: value, digits: digits)
        #expect(string(buffer) == text)
    }

    @Test func dropsFromTheFrontAndFromTheEnd() {
        var buffer = ByteBuffer()
        buffer.append("0123456789")
        buffer.removeFirst(3)
        #expect(string(buffer) == "3456789")
        buffer.removeFirst(0)
        buffer.truncate(to: 99)
        #expect(string(buffer) == "3456789")
        buffer.truncate(to: 2)
        #expect(string(buffer) == "34")
        buffer.removeFirst(2)
        #expect(buffer.count == 0)
        buffer.append("again")
        #expect(string(buffer) == "again")
    }

    @Test func isReusedAfterRemovingAll() {
        var buffer = ByteBuffer(capacity: 4096)
        for limit in [Int.max, 4096, 100, 0] {
            buffer.append([UInt8](repeating: 1, count: 5000))
            buffer.removeAll(keepingAtMost: limit)
            #expect(buffer.count == 0)
            buffer.append("x")
            #expect(string(buffer) == "x")
            buffer.removeAll()
        }
    }

    @Test func changesBytesInPlace() {
        var buffer = ByteBuffer()
        buffer.append("abc")
        buffer.mutableBytes[1] = UInt8(ascii: "B")
        #expect(string(buffer) == "aBc")
    }

    @Test func letsABodyWriteUpToTheRoomAndNoFurther() throws {
        var buffer = ByteBuffer(capacity: 16)
        buffer.append("> ")
        for written in [3, 0, -5, 1_000_000] {
            buffer.append(room: 64) { room in
                #expect(room.count == 64)
                room.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "z"))
                return written
            }
        }
        #expect(string(buffer) == "> zzz" + String(repeating: "z", count: 64))
        struct Broken: Error {}
        #expect(throws: Broken.self) { try buffer.append(room: 8) { _ throws(Broken) in throw Broken() } }
        #expect(buffer.count == 69)
    }

    private func string(_ buffer: borrowing ByteBuffer) -> String { String(decoding: buffer.bytes, as: UTF8.self) }
}
