import Bytes

/// The status line and the headers of a response of the Runtime API (RFC 9112).
///
/// It keeps how the body is framed, and where in the head the values are that the loop and handlers need. Names are compared
/// without regard to case; other headers are passed over.
struct HTTPResponseHead {
    /// A longer head is refused.
    static let maximumSize = 65_536

    private(set) var status = 0
    /// The body's length if the response states it.
    private(set) var contentLength: Int?
    /// Whether the body comes in chunks. Then `contentLength` does not count (RFC 9112 §6.3).
    private(set) var isChunked = false
    /// Whether the server closes the connection after this response.
    private(set) var closes = false
    private(set) var requestID: Range<Int>?
    private(set) var deadline: Range<Int>?
    private(set) var functionARN: Range<Int>?
    private(set) var traceID: Range<Int>?
    private(set) var clientContext: Range<Int>?
    private(set) var cognitoIdentity: Range<Int>?
    private(set) var tenantID: Range<Int>?

    /// A head without headers.
    init() {}

    /// Parses `head`, which ends with the empty line. Returns nil if it is not that of an HTTP/1 response.
    init?(_ head: UnsafeRawBufferPointer) {
        // "HTTP/1.1 200 OK"
        guard head.count >= 16, head.suffix(4).elementsEqual("\r\n\r\n".utf8), "http/1." ~= head[..<7],
            Self.decimal(head[7..<8]) != nil, head[8] == UInt8(ascii: " "),
            let status = Self.decimal(head[9..<12]), status >= 100,
            head[12] == UInt8(ascii: " ") || head[12] == UInt8(ascii: "\r")
        else { return nil }
        self.status = status
        closes = head[7] == UInt8(ascii: "0")
        var line = Self.line(of: head, at: 0)
        while line.upperBound + 4 < head.count {
            line = Self.line(of: head, at: line.upperBound + 2)
            guard parseHeader(head[line]) else { return nil }
        }
    }

    /// The line at `start`, without its CRLF.
    private static func line(of head: UnsafeRawBufferPointer, at start: Int) -> Range<Int> {
        var at = start
        while at + 1 < head.count, head[at] != UInt8(ascii: "\r") || head[at + 1] != UInt8(ascii: "\n") { at += 1 }
        return start..<at
    }

    private mutating func parseHeader(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        // A folded line, or a space before the colon: two readers would read two things (RFC 9112 §5.1, §5.2).
        let name = line.prefix { $0 > 0x20 && $0 != UInt8(ascii: ":") }
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == UInt8(ascii: ":") else {
            return false
        }
        var value = line[(name.endIndex + 1)...]
        while let first = value.first, first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { value.removeFirst() }
        while let last = value.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { value.removeLast() }
        switch name {
        case Wire.connection: closes = closes || "close" ~= value
        case Wire.contentLength:
            guard let length = Self.decimal(value), contentLength == nil || contentLength == length else {
                return false
            }
            contentLength = length
        case Wire.transferEncoding:
            guard "chunked" ~= value else { return false }
            isChunked = true
        case Wire.requestID: requestID = value.indices
        case Wire.deadline: deadline = value.indices
        case Wire.functionARN: functionARN = value.indices
        case Wire.traceID: traceID = value.indices
        case Wire.clientContext: clientContext = value.indices
        case Wire.cognitoIdentity: cognitoIdentity = value.indices
        case Wire.tenantID: tenantID = value.indices
        default: break
        }
        return true
    }

    /// Returns the decimal number that `digits` are; nil if they are not one, or more than 18.
    static func decimal(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard (1...18).contains(digits.count) else { return nil }
        var value = 0
        for byte in digits {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}

/// Whether `bytes` are `lowercase` in any case of ASCII letters. Most names differ in length already.
private func ~= (lowercase: StaticString, bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
    bytes.count == lowercase.utf8CodeUnitCount
        && bytes.indices.allSatisfy { index in
            let (byte, wanted) = (bytes[index], lowercase.utf8Start[index - bytes.startIndex])
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(wanted)
            return byte == wanted || (isLetter && byte | 0x20 == wanted)
        }
}
