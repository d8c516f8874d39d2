import Glibc

/// Makes requests of the bytes of one connection (RFC 9112). Heads and bodies are bounded. After a `Failure` the
/// connection cannot be used any more.
struct HTTPDecoder {
    static let maximumHead = 65_536
    /// Above the Runtime API's limit for responses, so that it can refuse a larger one with its own 413.
    static let maximumBody = 64 << 20

    /// The bytes are not a request that this server takes: the status of the response, and the reason.
    struct Failure: Error {
        let status: Int
        let reason: String
    }

    /// How the end of a body is found.
    private enum Framing {
        case length(Int)
        case chunks(ChunkedBody)
    }

    private var buffer: [UInt8] = []
    /// The request whose body has not arrived.
    private var head: (request: HTTPRequest, framing: Framing)?
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
        guard var (request, framing) = head else { return nil }
        switch framing {
        case .length(let length):
            guard buffer.count >= length else { return nil }
            request.body = Array(buffer[..<length])
            buffer.removeFirst(length)
        case .chunks(var chunks):
            // A second reference to the body would make every chunk a copy of it.
            (head, framing) = (nil, .length(0))
            guard try chunks.take(from: &buffer) else {
                head = (request, .chunks(chunks))
                return nil
            }
            request.body = chunks.body
        }
        head = nil
        return request
    }

    /// Takes the lines up to an empty one. Empty lines before a request are passed over.
    private mutating func takeHead() throws(Failure) -> (request: HTTPRequest, framing: Framing)? {
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
                return (request, try Self.framing(of: request))
            }
        }
        guard buffer.count <= Self.maximumHead else { throw Failure(status: 431, reason: "the head is too long") }
        return nil
    }

    private func parse(_ line: Range<Int>, headers: ArraySlice<Range<Int>>) throws(Failure) -> HTTPRequest {
        let words = buffer[line].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8), !words[0].isEmpty else {
            throw Self.bad("the request line is not HTTP/1.1")
        }
        let (authority, target) = Self.split(words[1])
        guard target.first == UInt8(ascii: "/") else { throw Self.bad("the request line has no path") }
        let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        var request = HTTPRequest(
            method: try Self.text(words[0]), path: try Self.text(target[..<mark]),
            query: try Self.text(target[mark...].dropFirst()))
        for header in headers {
            let bytes = buffer[header]
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex,
                !bytes[..<colon].contains(UInt8(ascii: " "))
            else { throw Self.bad("a header has no name") }
            let value = bytes[(colon + 1)...].trimming { $0 == 0x20 || $0 == 0x09 }
            let name = try Self.text(bytes[..<colon])
            request.headers.append((name.lowercased(), try Self.text(value)))
            request.sentNames.append(name)
        }
        if let authority { try Self.replaceHost(of: &request, by: authority) }
        let closes = request.header("connection")?.lowercased() == "close"
        request.keepsAlive = !words[2].elementsEqual("HTTP/1.0".utf8) && !closes
        return request
    }

    /// Returns the authority of a target in absolute form (`http://HOST/PATH`), and the rest; nil and the target itself
    /// for any other.
    private static func split(_ target: ArraySlice<UInt8>) -> (ArraySlice<UInt8>?, ArraySlice<UInt8>) {
        guard String(decoding: target.prefix(7), as: UTF8.self).lowercased() == "http://" else { return (nil, target) }
        let rest = target.dropFirst(7)
        let path = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        return (rest[..<path], path == rest.endIndex ? Array("/".utf8)[...] : rest[path...])
    }

    /// The authority of an absolute target takes the place of `Host` (RFC 9112 §3.2.2).
    private static func replaceHost(of request: inout HTTPRequest, by authority: ArraySlice<UInt8>) throws(Failure) {
        let others = zip(request.headers, request.sentNames).filter { $0.0.name != "host" }
        request.headers = [("host", try text(authority))] + others.map(\.0)
        request.sentNames = ["Host"] + others.map(\.1)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw bad("the head is not UTF-8") }
        return text
    }

    /// Returns how the body ends.
    private static func framing(of request: HTTPRequest) throws(Failure) -> Framing {
        let lengths = request.headers.filter { $0.name == "content-length" }.map(\.value)
        if let coding = request.header("transfer-encoding") {
            // Two lengths are how requests are smuggled past a gateway (RFC 9112 §6.1).
            guard coding.lowercased() == "chunked", lengths.isEmpty else { throw bad("the framing is not clear") }
            return .chunks(ChunkedBody())
        }
        guard let first = lengths.first else { return .length(0) }
        guard lengths.allSatisfy({ $0 == first }), !first.isEmpty,
            first.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(first)
        else { throw bad("Content-Length is not a number") }
        guard length <= maximumBody else { throw tooLong }
        return .length(length)
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

    static func bad(_ reason: String) -> Failure { Failure(status: 400, reason: reason) }

    static let tooLong = Failure(status: 413, reason: "the body is too long")
}
