import Bytes
import Glibc

/// The body of a request that is sent in chunks (RFC 9112 §7.1), taken as it arrives. Extensions and trailers are
/// passed over.
struct ChunkedBody {
    /// A line with the size of a chunk, or of a trailer, is at most this long.
    static let maximumLine = 4096
    static let maximumTrailers = 64

    /// What has arrived of the body.
    private(set) var body: [UInt8] = []
    private var isInTrailers = false
    private var trailers = 0

    /// Takes from the start of `buffer` what belongs to the body. Returns whether the body is whole.
    mutating func take(from buffer: inout [UInt8]) throws(HTTPDecoder.Failure) -> Bool {
        var at = 0
        defer { buffer.removeFirst(at) }
        while let line = try Self.line(in: buffer, at: at) {
            let next = line.upperBound + 2
            if isInTrailers {
                at = next
                if line.isEmpty { return true }
                trailers += 1
                guard trailers <= Self.maximumTrailers else { throw HTTPDecoder.bad("there are too many trailers") }
                continue
            }
            let size = try Self.size(buffer[line])
            guard body.count + size <= HTTPDecoder.maximumBody else { throw HTTPDecoder.tooLong }
            if size == 0 {
                isInTrailers = true
                at = next
                continue
            }
            guard buffer.count >= next + size + 2 else { return false }
            guard buffer[next + size] == 0x0D, buffer[next + size + 1] == 0x0A else {
                throw HTTPDecoder.bad("a chunk is longer than it says")
            }
            body += buffer[next..<(next + size)]
            at = next + size + 2
        }
        return false
    }

    /// Returns the size that a line says, before any extension.
    private static func size(_ line: ArraySlice<UInt8>) throws(HTTPDecoder.Failure) -> Int {
        let digits = line.prefix { $0 != UInt8(ascii: ";") }.trimming { $0 == 0x20 || $0 == 0x09 }
        guard !digits.isEmpty, digits.count <= 8 else { throw HTTPDecoder.bad("a chunk has no size") }
        var size = 0
        for digit in digits {
            guard let value = Hex.value(digit) else { throw HTTPDecoder.bad("the size of a chunk is not a number") }
            size = size << 4 | Int(value)
        }
        return size
    }

    /// Returns the line at `start` without its CRLF, or nil until all of it has arrived.
    private static func line(in buffer: [UInt8], at start: Int) throws(HTTPDecoder.Failure) -> Range<Int>? {
        guard let end = buffer[start...].prefix(maximumLine).firstIndex(of: 0x0A) else {
            guard buffer.count - start < maximumLine else { throw HTTPDecoder.bad("the line of a chunk is too long") }
            return nil
        }
        guard end > start, buffer[end - 1] == 0x0D else { throw HTTPDecoder.bad("a line does not end in CR LF") }
        return start..<(end - 1)
    }
}
