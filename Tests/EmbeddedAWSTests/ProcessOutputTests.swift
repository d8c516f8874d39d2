import Glibc
import Testing

@testable import EmbeddedAWS

/// What a process writes is kept up to a bound.
@Suite struct ProcessOutputTests {
    /// A line that is longer than what is kept is cut, and the lines after it are there.
    @Test func aLongLineSilencesNothing() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[1]) }
        let output = ProcessOutput(descriptor: ends[0])
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 32_768)
        for _ in 0..<(ProcessOutput.maximumBytes / piece.count + 10) {
            try #require(write(ends[1], piece, piece.count) == piece.count)
            output.read()
        }
        let lines = output.takeLines()
        #expect(lines.map(\.utf8.count).first == ProcessOutput.maximumBytes)
        #expect(lines.dropFirst() == ["(\(10 * piece.count) further bytes of output were dropped)"])
        try #require(write(ends[1], "x\nnext\n", 7) == 7)
        #expect(output.takeLines() == ["x", "next"])
    }
}
