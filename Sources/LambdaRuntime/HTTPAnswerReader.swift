import Bytes

/// Reads one HTTP/1.1 answer from a connection: the head, then a body of a stated length, in chunks, or up to the end.
/// Chunks are joined in place, so a body is always one run of bytes. Whatever comes is bounded, framing included.
struct HTTPAnswerReader<Source: ByteSource> {
    let source: Source
    /// Whether a silent connection is normal until the first byte: `/next` may wait for hours.
    let waitsForEvent: Bool
    /// Where the body stands in the buffer, after `read`.
    private(set) var body = 0..<0
    /// Whether another request can be sent on the connection.
    private(set) var keepsConnection = true

    init(_ source: Source, waitsForEvent: Bool) {
        self.source = source
        self.waitsForEvent = waitsForEvent
    }

    typealias Malformed = HTTPResponseHead.Malformed

    /// Lambda's limit on events is 6 MiB; an emulator may add a little.
    static var maximumBodySize: Int { 7 << 20 }
    /// What the size lines, extensions and trailers of a chunked body may take beside it.
    static var maximumFramingSize: Int { 7 << 20 }
    static var maximumInterimAnswers: Int { 8 }

    /// Reads the whole answer into `buffer`, which is empty. Throws `Socket.Failure` and `Malformed`.
    mutating func read(into buffer: inout ByteBuffer) throws -> HTTPResponseHead {
        for _ in 0...Self.maximumInterimAnswers {
            let end = try readHead(into: &buffer)
            guard let head = HTTPResponseHead(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<end])) else {
                throw Malformed(detail: "the answer is not HTTP/1.1")
            }
            if head.status < 200 {
                buffer.removeFirst(end)
                continue
            }
            try readBody(head, from: end, into: &buffer)
            return head
        }
        throw Malformed(detail: "one interim answer follows another")
    }

    /// Reads until the empty line and answers the offset behind it.
    private func readHead(into buffer: inout ByteBuffer) throws -> Int {
        var searched = 0
        while true {
            let bytes = buffer.bytes
            var at = searched
            while at + 3 < bytes.count {
                if bytes[at + 3] > 0x0D {
                    at += 4
                } else if bytes[at] == 0x0D, bytes[at + 1] == 0x0A, bytes[at + 2] == 0x0D, bytes[at + 3] == 0x0A {
                    return at + 4
                } else {
                    at += 1
                }
            }
            searched = min(at, max(0, bytes.count - 3))
            guard buffer.count <= HTTPResponseHead.maximumSize else {
                throw Malformed(detail: "the head is too long")
            }
            try receive(into: &buffer, room: 16_384)
        }
    }

    private mutating func readBody(_ head: HTTPResponseHead, from start: Int, into buffer: inout ByteBuffer) throws {
        var end = start
        if head.isChunked {
            end = try readChunks(from: start, into: &buffer)
        } else if head.status == 204 || head.status == 304 {
            body = start..<start
        } else if let length = head.contentLength {
            guard length <= Self.maximumBodySize else { throw Malformed(detail: "\(length) bytes are too many") }
            end = start + length
            while buffer.count < end { try receive(into: &buffer, room: end - buffer.count) }
            body = start..<end
        } else {
            try readToEnd(from: start, into: &buffer)
            end = buffer.count
        }
        // Behind bytes that nobody asked for, the next answer on this connection would be a guess.
        if head.closes || buffer.count > end { keepsConnection = false }
    }

    /// Bodies without a length end with the connection.
    private mutating func readToEnd(from start: Int, into buffer: inout ByteBuffer) throws {
        keepsConnection = false
        do {
            while true {
                try receive(into: &buffer, room: 16_384)
                guard buffer.count - start <= Self.maximumBodySize else {
                    throw Malformed(detail: "the body is too long")
                }
            }
        } catch Socket.Failure.closed {
            body = start..<buffer.count
        }
    }

    /// RFC 9112 §7.1: each chunk is moved to the end of the ones before it; extensions and trailers are passed over.
    /// Answers the offset behind them.
    private mutating func readChunks(from start: Int, into buffer: inout ByteBuffer) throws -> Int {
        var at = start
        var end = start
        while true {
            let line = try readLine(from: at, into: &buffer)
            let size = try chunkSize(UnsafeRawBufferPointer(rebasing: buffer.bytes[line]))
            at = line.upperBound + 2
            if size == 0 { break }
            guard end - start + size <= Self.maximumBodySize, at - end <= Self.maximumFramingSize else {
                throw Malformed(detail: "the body is too long")
            }
            while buffer.count < at + size + 2 {
                try receive(into: &buffer, room: max(at + size + 2 - buffer.count, 16_384))
            }
            let bytes = buffer.mutableBytes
            guard bytes[at + size] == 0x0D, bytes[at + size + 1] == 0x0A else {
                throw Malformed(detail: "a chunk does not end where it says")
            }
            UnsafeMutableRawBufferPointer(rebasing: bytes[end...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: buffer.bytes[at..<(at + size)]))
            end += size
            at += size + 2
        }
        body = start..<end
        while at - end <= Self.maximumFramingSize {
            let trailer = try readLine(from: at, into: &buffer)
            at = trailer.upperBound + 2
            if trailer.isEmpty { return at }
        }
        throw Malformed(detail: "the trailers are too long")
    }

    /// The line at `start`, without its CRLF, once all of it is there.
    private func readLine(from start: Int, into buffer: inout ByteBuffer) throws -> Range<Int> {
        var at = start
        while true {
            let bytes = buffer.bytes
            while at + 1 < bytes.count {
                if bytes[at] == 0x0D, bytes[at + 1] == 0x0A { return start..<at }
                at += 1
            }
            guard at - start <= 4096 else { throw Malformed(detail: "a chunk's size line is too long") }
            try receive(into: &buffer, room: 16_384)
        }
    }

    private func chunkSize(_ line: UnsafeRawBufferPointer) throws -> Int {
        var size = 0
        var digits = 0
        for byte in line {
            guard let value = Hex.value(byte) else {
                guard byte == UInt8(ascii: ";") || byte == UInt8(ascii: " ") else {
                    digits = 0
                    break
                }
                break
            }
            size = size << 4 | Int(value)
            digits += 1
        }
        guard (1...8).contains(digits) else { throw Malformed(detail: "a chunk has no size") }
        return size
    }

    private func receive(into buffer: inout ByteBuffer, room: Int) throws {
        while true {
            do {
                try source.receive(into: &buffer, room: room)
                return
            } catch {
                guard case Socket.Failure.stalled = error, waitsForEvent, buffer.count == 0 else { throw error }
            }
        }
    }
}
