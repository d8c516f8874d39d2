import Bytes

/// The status line and headers of an answer of the Runtime API (RFC 9112), parsed in place.
///
/// It keeps where the headers stand that the loop and the handler need, and how the body is framed; names are compared
/// without regard to case, and everything else is passed over.
struct HTTPResponseHead {
    /// A longer head is refused: nothing is read without a bound.
    static let maximumSize = 65_536

    /// Why an answer is none that an HTTP/1.1 server of the Runtime API gives.
    struct Malformed: Error {
        let detail: String
    }

    var status = 0
    /// The body's length if the answer states it.
    var contentLength: Int?
    /// Whether the body comes in chunks (then `contentLength` does not count: RFC 9112 §6.3).
    var isChunked = false
    /// Whether the server closes the connection after this answer.
    var closes = false
    var requestID: Range<Int>?
    var deadline: Range<Int>?
    var functionARN: Range<Int>?
    var traceID: Range<Int>?
    var clientContext: Range<Int>?
    var cognitoIdentity: Range<Int>?
    var tenantID: Range<Int>?

    /// A head without headers.
    init() {}

    /// Parses `head`, which ends with the empty line. Nil if it is not an HTTP/1 answer.
    init?(_ head: UnsafeRawBufferPointer) {
        // "HTTP/1.1 200 OK"
        guard head.count >= 14, UnsafeRawBufferPointer(rebasing: head[..<7]).matches("http/1."),
            head[7] &- UInt8(ascii: "0") < 10, head[8] == UInt8(ascii: " "),
            head[12] == UInt8(ascii: " ") || head[12] == UInt8(ascii: "\r")
        else { return nil }
        for digit in head[9..<12] {
            guard digit &- UInt8(ascii: "0") < 10 else { return nil }
            status = status * 10 + Int(digit - UInt8(ascii: "0"))
        }
        guard status >= 100 else { return nil }
        closes = head[7] == UInt8(ascii: "0")
        var at = Self.endOfLine(head, from: 0)
        while at + 2 < head.count {
            let end = Self.endOfLine(head, from: at)
            guard parseHeader(head, at..<(end - 2)) else { return nil }
            at = end
        }
    }

    /// Just behind the CRLF that ends the line at `start`.
    private static func endOfLine(_ head: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        while at + 1 < head.count {
            if head[at] == UInt8(ascii: "\r"), head[at + 1] == UInt8(ascii: "\n") { return at + 2 }
            at += 1
        }
        return head.count
    }

    private mutating func parseHeader(_ head: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        var colon = line.lowerBound
        while colon < line.upperBound, head[colon] != UInt8(ascii: ":") {
            // A folded line, or a space before the colon: two readers would read two things (RFC 9112 §5.1, §5.2).
            guard head[colon] > 0x20 else { return false }
            colon += 1
        }
        guard colon < line.upperBound, colon > line.lowerBound else { return false }
        var value = (colon + 1)..<line.upperBound
        while let first = value.first, head[first] == UInt8(ascii: " ") || head[first] == UInt8(ascii: "\t") {
            value = (first + 1)..<value.upperBound
        }
        while let last = value.last, head[last] == UInt8(ascii: " ") || head[last] == UInt8(ascii: "\t") {
            value = value.lowerBound..<last
        }
        let name = UnsafeRawBufferPointer(rebasing: head[line.lowerBound..<colon])
        // The length tells most names apart without looking at them.
        switch name.count {
        case 10 where name.matches("connection"):
            closes = closes || UnsafeRawBufferPointer(rebasing: head[value]).matches("close")
        case 14 where name.matches("content-length"):
            guard let length = Self.decimal(head, value), contentLength == nil || contentLength == length else {
                return false
            }
            contentLength = length
        case 17 where name.matches("transfer-encoding"):
            guard UnsafeRawBufferPointer(rebasing: head[value]).matches("chunked") else { return false }
            isChunked = true
        case 23 where name.matches("lambda-runtime-trace-id"): traceID = value
        case 26 where name.matches("lambda-runtime-deadline-ms"): deadline = value
        case 28 where name.matches("lambda-runtime-aws-tenant-id"): tenantID = value
        case 29 where name.matches("lambda-runtime-client-context"): clientContext = value
        case 29 where name.matches("lambda-runtime-aws-request-id"): requestID = value
        case 31 where name.matches("lambda-runtime-cognito-identity"): cognitoIdentity = value
        case 35 where name.matches("lambda-runtime-invoked-function-arn"): functionARN = value
        default: break
        }
        return true
    }

    /// The decimal number in `range`; nil if it is none or has more than 18 digits.
    static func decimal(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard (1...18).contains(range.count) else { return nil }
        var value = 0
        for byte in bytes[range] {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are `lowercase`, in any case of ASCII letters.
    func matches(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        for i in 0..<count where self[i] != lowercase.utf8Start[i] {
            let folded = self[i] | 0x20
            guard folded == lowercase.utf8Start[i], (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(folded) else {
                return false
            }
        }
        return true
    }
}
