import Bytes

/// Makes requests of the bytes of one connection (RFC 9112): bytes in, a whole request or nothing yet out.
///
/// Bodies come with a length or in chunks. Heads and bodies have a greatest size; what is malformed throws `Failure`,
/// after which the connection cannot be used.
package struct HTTPDecoder {
    static let maximumHead = 65_536
    /// Above the Runtime API's limit for answers, so that its own 413 can be given.
    static let maximumBody = 64 << 20

    /// Why no request can be made of the bytes: the status to answer with.
    struct Failure: Error {
        let status: Int
        let reason: String
    }

    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var head: Head?
    private var chunks: [UInt8] = []

    private struct Head {
        var request: HTTPRequest
        var length: Int?
        var expectsContinue = false
    }

    /// Whether part of a request has arrived, and the rest has not.
    var isInside: Bool { head != nil || start < buffer.count }

    /// Whether the client waits for `100 Continue` before it sends the body. Answers true once a request.
    mutating func takeExpectation() -> Bool {
        guard head?.expectsContinue == true else { return false }
        head?.expectsContinue = false
        return start == buffer.count
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start > 0 {
            buffer.removeFirst(start)
            searched -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole request, or nil until more bytes are there.
    mutating func next() throws(Failure) -> HTTPRequest? {
        if head == nil {
            guard let text = try takeHead() else { return nil }
            head = try Self.parse(text)
        }
        guard var request = head?.request else { return nil }
        if let length = head?.length {
            guard buffer.count - start >= length else { return nil }
            request.body = Array(buffer[start..<(start + length)])
            start += length
        } else {
            guard try takeChunks() else { return nil }
            request.body = chunks
            chunks = []
        }
        head = nil
        searched = start
        return request
    }

    /// The head's bytes up to the empty line, once they are there. Empty lines before a request are passed over.
    private mutating func takeHead() throws(Failure) -> ArraySlice<UInt8>? {
        while start + 1 < buffer.count, buffer[start] == 0x0D, buffer[start + 1] == 0x0A { start += 2 }
        var at = max(searched, start)
        while at + 3 < buffer.count {
            if buffer[at] == 0x0D, buffer[at + 1] == 0x0A, buffer[at + 2] == 0x0D, buffer[at + 3] == 0x0A {
                defer { start = at + 4 }
                return buffer[start..<at]
            }
            at += 1
        }
        searched = at
        guard buffer.count - start <= Self.maximumHead else {
            throw Failure(status: 431, reason: "the head is too long")
        }
        return nil
    }

    private static func parse(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Head {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw bad("the head is not UTF-8") }
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), !words[0].isEmpty, words[1].hasPrefix("/") else {
            throw bad("the request line is not HTTP/1.1")
        }
        let mark = words[1].firstIndex(of: "?") ?? words[1].endIndex
        var request = HTTPRequest(
            method: String(words[0]), path: String(words[1][..<mark]), query: String(words[1][mark...].dropFirst()),
            headers: [])
        request.keepsAlive = words[2] != "HTTP/1.0"
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex, !line[..<colon].contains(" ") else {
                throw bad("a header has no name")
            }
            let value = line[line.index(after: colon)...].trimming { $0 == " " || $0 == "\t" }
            request.headers.append((String(line[..<colon]), String(value)))
        }
        if request.header("connection")?.lowercased() == "close" { request.keepsAlive = false }
        return try framed(request)
    }

    private static func framed(_ request: HTTPRequest) throws(Failure) -> Head {
        let expects = request.header("expect")?.lowercased() == "100-continue"
        let lengths = request.headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
        if let coding = request.header("transfer-encoding") {
            guard coding.lowercased() == "chunked", lengths.isEmpty else {
                throw bad("the body's framing is not clear")
            }
            return Head(request: request, length: nil, expectsContinue: expects)
        }
        guard let first = lengths.first else { return Head(request: request, length: 0) }
        guard lengths.allSatisfy({ $0 == first }), first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(first)
        else { throw bad("Content-Length is not a number") }
        guard length <= maximumBody else { throw Failure(status: 413, reason: "the body is too long") }
        return Head(request: request, length: length, expectsContinue: expects)
    }

    /// Moves whole chunks into `chunks`; true after the last one and the trailers.
    private mutating func takeChunks() throws(Failure) -> Bool {
        while true {
            guard let line = try line(from: start) else { return false }
            let digits = buffer[line].prefix { Hex.value($0) != nil }
            guard (1...8).contains(digits.count) else { throw Self.bad("a chunk has no size") }
            let size = digits.reduce(0) { $0 << 4 | Int(Hex.value($1) ?? 0) }
            let data = line.upperBound + 2
            guard chunks.count + size <= Self.maximumBody else {
                throw Failure(status: 413, reason: "the body is too long")
            }
            if size == 0 {
                var at = data
                while let trailer = try self.line(from: at) {
                    at = trailer.upperBound + 2
                    if trailer.isEmpty {
                        start = at
                        return true
                    }
                }
                return false
            }
            guard buffer.count >= data + size + 2 else { return false }
            guard buffer[data + size] == 0x0D, buffer[data + size + 1] == 0x0A else {
                throw Self.bad("a chunk does not end where it says")
            }
            chunks += buffer[data..<(data + size)]
            start = data + size + 2
        }
    }

    private func line(from start: Int) throws(Failure) -> Range<Int>? {
        var at = start
        while at + 1 < buffer.count {
            if buffer[at] == 0x0D, buffer[at + 1] == 0x0A { return start..<at }
            at += 1
            guard at - start <= 4096 else { throw Self.bad("a chunk's size line is too long") }
        }
        return nil
    }

    private static func bad(_ reason: String) -> Failure { Failure(status: 400, reason: reason) }
}

extension Substring {
    /// Without the characters at both ends that `isOuter` names.
    package func trimming(_ isOuter: (Character) -> Bool) -> Substring {
        var text = self
        while let first = text.first, isOuter(first) { text = text.dropFirst() }
        while let last = text.last, isOuter(last) { text = text.dropLast() }
        return text
    }
}
