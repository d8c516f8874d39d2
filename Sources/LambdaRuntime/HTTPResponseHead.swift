import Bytes

/// The status line and the headers of a response of the Runtime API (RFC 9112).
///
/// It keeps how the body is framed, and where in the head the values are that the loop and handlers need. Names are
/// compared without regard to case; other headers are passed over.
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
        guard head.count >= 16, head.isLineEnd(head.count - 4), head.isLineEnd(head.count - 2),
            head.part(0..<7).matches("http/1."), head.part(7..<8).decimal != nil, head[8] == UInt8(ascii: " "),
            let status = head.part(9..<12).decimal, status >= 100,
            head[12] == UInt8(ascii: " ") || head[12] == UInt8(ascii: "\r")
        else { return nil }
        self.status = status
        closes = head[7] == UInt8(ascii: "0")
        var start = Self.endOfLine(head, from: 0) + 2
        while start + 2 < head.count {
            let end = Self.endOfLine(head, from: start)
            guard parseHeader(head, start..<end) else { return nil }
            start = end + 2
        }
    }

    private static func endOfLine(_ head: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        while !head.isLineEnd(at) { at += 1 }
        return at
    }

    private mutating func parseHeader(_ head: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        var colon = line.lowerBound
        // A folded line, or a space before the colon: two readers would read two things (RFC 9112 §5.1, §5.2).
        while colon < line.upperBound, head[colon] > 0x20, head[colon] != UInt8(ascii: ":") { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, head[colon] == UInt8(ascii: ":") else { return false }
        var value = (colon + 1)..<line.upperBound
        while let first = value.first, head.isBlank(first) { value = (first + 1)..<value.upperBound }
        while let last = value.last, head.isBlank(last) { value = value.lowerBound..<last }
        switch head.part(line.lowerBound..<colon) {
        case Wire.connection: closes = closes || head.part(value).matches("close")
        case Wire.contentLength:
            guard let length = head.part(value).decimal, contentLength == nil || contentLength == length else {
                return false
            }
            contentLength = length
        case Wire.transferEncoding:
            guard head.part(value).matches("chunked") else { return false }
            isChunked = true
        case Wire.requestID: requestID = value
        case Wire.deadline: deadline = value
        case Wire.functionARN: functionARN = value
        case Wire.traceID: traceID = value
        case Wire.clientContext: clientContext = value
        case Wire.cognitoIdentity: cognitoIdentity = value
        case Wire.tenantID: tenantID = value
        default: break
        }
        return true
    }
}
