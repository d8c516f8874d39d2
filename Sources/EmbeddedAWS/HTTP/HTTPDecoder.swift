import Glibc

/// Makes requests of the bytes of one connection (RFC 9112). Heads and bodies are bounded. A body must have a length:
/// one in chunks is refused with 411. After a `Failure` the connection cannot be used any more.
struct HTTPDecoder {
    static let maximumHead = 65_536
    /// Above the Runtime API's limit for responses, so that it can refuse a larger one with its own 413.
    static let maximumBody = 64 << 20

    /// The bytes are not a request that this server takes: the status of the response, and the reason.
    struct Failure: Error {
        let status: Int
        let reason: String
    }

    private var buffer: [UInt8] = []
    /// The request whose body has not arrived, and the length of the body.
    private var head: (request: HTTPRequest, length: Int)?
    private var expectsContinue = false

    /// Whether a part of a request has arrived, and the rest has not.
    var isInside: Bool { head != nil || !buffer.isEmpty }

    /// Returns whether the client waits for `100 Continue` before it sends the body. Returns true once a request.
    mutating func takeExpectation() -> Bool {
        defer { expectsContinue = false }
        return expectsContinue && head != nil && buffer.isEmpty
    }

    /// Adds bytes that have arrived.
    mutating func append(_ bytes: UnsafeRawBufferPointer) { buffer.append(contentsOf: bytes) }

    /// Returns the next request, or nil until all of it has arrived.
    mutating func next() throws(Failure) -> HTTPRequest? {
        if head == nil { head = try takeHead() }
        guard let (head, length) = head, buffer.count >= length else { return nil }
        var request = head
        request.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        self.head = nil
        return request
    }

    /// Takes the lines up to an empty one. Empty lines before a request are passed over.
    private mutating func takeHead() throws(Failure) -> (request: HTTPRequest, length: Int)? {
        var lines: [Range<Int>] = []
        var at = 0
        while let line = try line(at: at) {
            at = line.upperBound + 2
            if !line.isEmpty {
                lines.append(line)
            } else if let first = lines.first {
                let request = try parse(first, headers: lines.dropFirst())
                buffer.removeFirst(at)
                expectsContinue = request.header("expect")?.lowercased() == "100-continue"
                return (request, try Self.length(of: request))
            }
        }
        guard buffer.count <= Self.maximumHead else { throw Failure(status: 431, reason: "the head is too long") }
        return nil
    }

    private func parse(_ line: Range<Int>, headers: ArraySlice<Range<Int>>) throws(Failure) -> HTTPRequest {
        let words = buffer[line].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8), !words[0].isEmpty,
            words[1].first == UInt8(ascii: "/")
        else { throw Self.bad("the request line is not HTTP/1.1") }
        let mark = words[1].firstIndex(of: UInt8(ascii: "?")) ?? words[1].endIndex
        var request = HTTPRequest(
            method: try Self.text(words[0]), path: try Self.text(words[1][..<mark]),
            query: try Self.text(words[1][mark...].dropFirst()), headers: [])
        for header in headers {
            let bytes = buffer[header]
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex,
                !bytes[..<colon].contains(UInt8(ascii: " "))
            else { throw Self.bad("a header has no name") }
            let value = bytes[(colon + 1)...].trimming { $0 == 0x20 || $0 == 0x09 }
            request.headers.append((try Self.text(bytes[..<colon]).lowercased(), try Self.text(value)))
        }
        let closes = request.header("connection")?.lowercased() == "close"
        request.keepsAlive = !words[2].elementsEqual("HTTP/1.0".utf8) && !closes
        return request
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw bad("the head is not UTF-8") }
        return text
    }

    /// Returns the length of the body.
    private static func length(of request: HTTPRequest) throws(Failure) -> Int {
        let lengths = request.headers.filter { $0.name == "content-length" }.map(\.value)
        if let coding = request.header("transfer-encoding") {
            guard coding.lowercased() == "chunked", lengths.isEmpty else { throw bad("the framing is not clear") }
            throw Failure(status: 411, reason: "a body needs a Content-Length")
        }
        guard let first = lengths.first else { return 0 }
        guard lengths.allSatisfy({ $0 == first }), first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let length = Int(first)
        else { throw bad("Content-Length is not a number") }
        guard length <= maximumBody else { throw Failure(status: 413, reason: "the body is too long") }
        return length
    }

    /// Returns the line at `start` without its CRLF, or nil until all of it has arrived.
    private func line(at start: Int) throws(Failure) -> Range<Int>? {
        let found = buffer.withUnsafeBytes { bytes in
            bytes.baseAddress.flatMap { base in
                memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base }
            }
        }
        guard let found else { return nil }
        guard found > start, buffer[found - 1] == 0x0D else { throw Self.bad("a line does not end in CR LF") }
        return start..<(found - 1)
    }

    private static func bad(_ reason: String) -> Failure { Failure(status: 400, reason: reason) }
}

extension BidirectionalCollection where SubSequence: BidirectionalCollection {
    /// Returns this without the elements at both ends that `isOuter` is true of.
    package func trimming(_ isOuter: (Element) -> Bool) -> SubSequence {
        var rest = drop(while: isOuter)
        while let last = rest.last, isOuter(last) { rest = rest.dropLast() }
        return rest
    }
}
