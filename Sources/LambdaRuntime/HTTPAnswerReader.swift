import Primitives

/// Reads one HTTP/1.1 answer from a connection: the head, then a body of a stated length, in chunks, or up to the end.
/// Chunks are joined in place, so a body is always one run of bytes.
struct HTTPAnswerReader {
    let socket: Socket
    /// Whether a silent connection is normal until the first byte: `/next` may wait for hours.
    let waitsForEvent: Bool
    /// Where the body stands in the buffer, after `read`.
    private(set) var body = 0..<0
    /// Whether another request can be sent on the connection.
    private(set) var keepsConnection = true

    init(socket: Socket, waitsForEvent: Bool) {
        self.socket = socket
        self.waitsForEvent = waitsForEvent
    }

    /// An answer that no HTTP/1.1 server of the Runtime API gives.
    struct Malformed: Error {
        let detail: String
    }

    /// Reads the whole answer into `buffer`, which is empty. Throws `Socket.Failure` and `Malformed`.
    mutating func read(into buffer: inout ByteBuffer) throws -> HTTPResponseHead {
        var start = 0
        while true {
            let end = try readHead(into: &buffer, from: start)
            guard let head = HTTPResponseHead(UnsafeRawBufferPointer(rebasing: buffer.bytes[start..<end])) else {
                throw Malformed(detail: "the answer is not HTTP/1.1")
            }
            if (100..<200).contains(head.status) {
                start = end
                continue
            }
            // Ranges in the head count from its start: an interim answer before it is dropped.
            buffer.removeFirst(start)
            try readBody(head, from: end - start, into: &buffer)
            return head
        }
    }

    /// Reads until the empty line and answers the offset behind it.
    private func readHead(into buffer: inout ByteBuffer, from start: Int) throws -> Int {
        var searched = start
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
            searched = min(at, max(start, bytes.count - 3))
            guard buffer.count - start <= RuntimeAPI.maximumHeadSize else {
                throw Malformed(detail: "the head is too long")
            }
            try receive(into: &buffer, room: 16_384)
        }
    }

    private mutating func readBody(_ head: HTTPResponseHead, from start: Int, into buffer: inout ByteBuffer) throws {
        if head.isChunked {
            try readChunks(from: start, into: &buffer)
        } else if head.status == 204 || head.status == 304 {
            body = start..<start
        } else if let length = head.contentLength {
            guard length <= RuntimeAPI.maximumEventSize else { throw Malformed(detail: "\(length) bytes are too many") }
            while buffer.count < start + length { try receive(into: &buffer, room: start + length - buffer.count) }
            body = start..<(start + length)
        } else {
            try readToEnd(from: start, into: &buffer)
        }
        if head.closes { keepsConnection = false }
    }

    /// Bodies without a length end with the connection.
    private mutating func readToEnd(from start: Int, into buffer: inout ByteBuffer) throws {
        keepsConnection = false
        do {
            while true {
                try receive(into: &buffer, room: 16_384)
                guard buffer.count - start <= RuntimeAPI.maximumEventSize else {
                    throw Malformed(detail: "the body is too long")
                }
            }
        } catch Socket.Failure.closed {
            body = start..<buffer.count
        }
    }

    /// RFC 9112 §7.1: each chunk is moved to the end of the ones before it; extensions and trailers are passed over.
    private mutating func readChunks(from start: Int, into buffer: inout ByteBuffer) throws {
        var at = start
        var end = start
        while true {
            let line = try readLine(from: at, into: &buffer)
            let size = try chunkSize(UnsafeRawBufferPointer(rebasing: buffer.bytes[line]))
            at = line.upperBound + 2
            if size == 0 { break }
            guard end - start + size <= RuntimeAPI.maximumEventSize else {
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
        while true {
            let trailer = try readLine(from: at, into: &buffer)
            at = trailer.upperBound + 2
            if trailer.isEmpty { break }
        }
        body = start..<end
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
                try socket.receive(into: &buffer, room: room)
                return
            } catch {
                guard case Socket.Failure.stalled = error, waitsForEvent, buffer.count == 0 else { throw error }
            }
        }
    }
}
