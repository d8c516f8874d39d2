import Bytes

/// Reads one HTTP/1.1 response from a connection: the head, then a body of a stated length, in chunks, or up to the
/// end.
///
/// Chunks are joined in place, so a body is always one run of bytes. Everything that a server may send is bounded.
struct HTTPResponseReader<Source: ByteSource> {
    /// Lambda's limit on events is 6 MiB; an emulator may add a little.
    static var maximumBodySize: Int { 7 << 20 }
    /// What the size lines, extensions and trailers of a chunked body may take beside it.
    static var maximumFramingSize: Int { 7 << 20 }
    static var maximumLineSize: Int { 4096 }
    static var maximumInterimResponses: Int { 8 }

    private let source: Source
    private let waitsForEvent: Bool
    /// Where the body is in the buffer, after `read`.
    private(set) var body = 0..<0
    /// Whether another request can be sent on the connection.
    private(set) var keepsConnection = true

    /// With `waitsForEvent` a connection may be silent until the first byte, as long as it takes: `/next` may wait for
    /// hours.
    init(_ source: Source, waitsForEvent: Bool) {
        self.source = source
        self.waitsForEvent = waitsForEvent
    }

    /// Reads the whole response into `buffer`, which must be empty.
    mutating func read(into buffer: inout ByteBuffer) throws(ConnectionFailure) -> HTTPResponseHead {
        for _ in 0...Self.maximumInterimResponses {
            let end = try readHead(into: &buffer)
            guard let head = HTTPResponseHead(buffer.bytes.part(0..<end)) else {
                throw .malformed("the response is not HTTP/1.1")
            }
            if head.status < 200 {
                buffer.removeFirst(end)
                continue
            }
            let bodyEnd = try readBody(head, from: end, into: &buffer)
            // Surplus bytes: the connection is out of step, so it must not be used again.
            if head.closes || buffer.count > bodyEnd { keepsConnection = false }
            return head
        }
        throw .malformed("one interim response follows another")
    }

    /// Reads up to the empty line. Returns the offset after it.
    private func readHead(into buffer: inout ByteBuffer) throws(ConnectionFailure) -> Int {
        var at = 0
        while true {
            let line = try readLine(from: at, into: &buffer, atMost: HTTPResponseHead.maximumSize - at)
            at = line.upperBound + 2
            if line.isEmpty { return at }
        }
    }

    /// Reads the body that begins at `start`. Returns the offset after it.
    private mutating func readBody(
        _ head: HTTPResponseHead, from start: Int, into buffer: inout ByteBuffer
    ) throws(ConnectionFailure) -> Int {
        if head.isChunked { return try readChunks(from: start, into: &buffer) }
        if head.status == 204 || head.status == 304 {
            body = start..<start
        } else if let length = head.contentLength {
            guard length <= Self.maximumBodySize else { throw .malformed("\(length) bytes are too many") }
            body = start..<(start + length)
            while buffer.count < body.upperBound {
                try receive(into: &buffer, room: body.upperBound - buffer.count)
            }
        } else {
            // A body without a length ends with the connection.
            keepsConnection = false
            do throws(ConnectionFailure) {
                while buffer.count - start <= Self.maximumBodySize { try receive(into: &buffer, room: 16_384) }
                throw .malformed("the body is too long")
            } catch .closed {
                body = start..<buffer.count
            }
        }
        return body.upperBound
    }

    /// RFC 9112 §7.1: moves each chunk to the end of those before it, and passes over extensions and trailers. Returns
    /// the offset after them.
    private mutating func readChunks(
        from start: Int, into buffer: inout ByteBuffer
    ) throws(ConnectionFailure) -> Int {
        var at = start
        var end = start
        while true {
            let line = try readLine(from: at, into: &buffer)
            let size = try chunkSize(buffer.bytes.part(line))
            at = line.upperBound + 2
            if size == 0 { break }
            guard end - start + size <= Self.maximumBodySize, at - end <= Self.maximumFramingSize else {
                throw .malformed("the body is too long")
            }
            while buffer.count < at + size + 2 {
                try receive(into: &buffer, room: max(at + size + 2 - buffer.count, 16_384))
            }
            guard buffer.bytes.isLineEnd(at + size) else { throw .malformed("a chunk does not end where it says") }
            UnsafeMutableRawBufferPointer(rebasing: buffer.mutableBytes[end...]).copyMemory(
                from: buffer.bytes.part(at..<(at + size)))
            end += size
            at += size + 2
        }
        body = start..<end
        while at - end <= Self.maximumFramingSize {
            let trailer = try readLine(from: at, into: &buffer)
            at = trailer.upperBound + 2
            if trailer.isEmpty { return at }
        }
        throw .malformed("the trailers are too long")
    }

    /// Returns the line at `start`, without its CRLF, once all of it has arrived.
    private func readLine(
        from start: Int, into buffer: inout ByteBuffer, atMost limit: Int = maximumLineSize
    ) throws(ConnectionFailure) -> Range<Int> {
        var at = start
        while true {
            let bytes = buffer.bytes
            while at + 1 < bytes.count {
                if bytes.isLineEnd(at) { return start..<at }
                at += 1
            }
            guard at - start <= limit else { throw .malformed("a line or the head is too long") }
            try receive(into: &buffer, room: 16_384)
        }
    }

    /// Returns the number at the start of a chunk's size line.
    private func chunkSize(_ line: UnsafeRawBufferPointer) throws(ConnectionFailure) -> Int {
        var size = 0
        var digits = 0
        while digits < line.count, let value = Hex.value(line[digits]) {
            digits += 1
            guard digits <= 8 else { break }
            size = size << 4 | Int(value)
        }
        let isDelimited = digits == line.count || line[digits] == UInt8(ascii: ";") || line[digits] == UInt8(ascii: " ")
        guard isDelimited, (1...8).contains(digits) else { throw .malformed("a chunk has no size") }
        return size
    }

    private func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure) {
        while true {
            do throws(ConnectionFailure) {
                return try source.receive(into: &buffer, room: room)
            } catch {
                guard case .stalled = error, waitsForEvent, buffer.count == 0 else { throw error }
            }
        }
    }
}
