import Bytes

/// A client of Lambda's Runtime API, version 2018-06-01: all of its HTTP, none of the policy (that is `RuntimeLoop`).
///
/// It keeps one connection alive and sends each request with one system call. What a request or a handler reads lies in
/// buffers of this object and is valid until its next call.
package final class RuntimeAPI {
    private let host: String
    private let port: UInt16
    private let address: String
    private var socket: Socket?
    private var request = ByteBuffer(capacity: 1024)
    private var answer = ByteBuffer(capacity: 32_768)
    /// Where the body of the last answer stands in `answer`.
    private var body = 0..<0

    /// The Runtime API's path and header names.
    private enum Wire {
        static let next: StaticString = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"
        static let invocation: StaticString = "POST /2018-06-01/runtime/invocation/"
        static let initError: StaticString = "POST /2018-06-01/runtime/init/error"
        static let userAgent: StaticString = "User-Agent: flight-school-swift/1.0\r\nHost: "
        static let post: StaticString = " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
        static let errorType: StaticString = "Lambda-Runtime-Function-Error-Type: "
        static let xrayCause: StaticString = "Lambda-Runtime-Function-XRay-Error-Cause: "
    }

    /// Why a call to the Runtime API did not do what it is for.
    package enum Failure: Error, CustomStringConvertible {
        /// No connection could be made.
        case unreachable(attempted: String, detail: String)
        /// A connection that had been made broke, or stood still.
        case lost(attempted: String, detail: String)
        /// The Runtime API answered with a status that means failure.
        case status(Int, attempted: String, detail: String)
        /// The answer is not one that the Runtime API gives.
        case malformed(attempted: String, detail: String)

        /// What was attempted and what happened.
        package var description: String {
            switch self {
            case .unreachable(let attempted, let detail), .lost(let attempted, let detail): "\(attempted): \(detail)"
            case .status(let status, let attempted, let detail): "\(attempted): status \(status) \(detail)"
            case .malformed(let attempted, let detail): "\(attempted): \(detail)"
            }
        }
    }

    /// `address` is `AWS_LAMBDA_RUNTIME_API`: `HOST:PORT`, an IPv6 host in brackets. Nil if it is not that.
    package init?(address: String) {
        guard let colon = address.utf8.lastIndex(of: UInt8(ascii: ":")),
            let port = UInt16(address[colon...].dropFirst()), port > 0,
            !address[colon...].utf8.contains(UInt8(ascii: "+"))
        else { return nil }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        self.host = String(host)
        self.port = port
        self.address = address
    }

    /// Waits for the next invocation, as long as it takes.
    package func next() throws(Failure) -> Invocation {
        request.removeAll()
        request.append(Wire.next)
        appendHostAndEnd()
        let head = try exchange("GET /next", UnsafeRawBufferPointer(start: nil, count: 0), waitsForEvent: true)
        guard head.status == 200 else { throw refusal(head, "GET /next") }
        let start = Instant.now()
        guard let id = head.requestID, Self.isSafe(UnsafeRawBufferPointer(rebasing: answer.bytes[id])) else {
            socket = nil
            throw .malformed(attempted: "GET /next", detail: "the answer has no usable Lambda-Runtime-Aws-Request-Id")
        }
        var deadline = start.advanced(milliseconds: 3000)
        if let range = head.deadline, let milliseconds = HTTPResponseHead.decimal(answer.bytes, range) {
            let left = milliseconds - UTCTime.now().milliseconds
            deadline = start.advanced(milliseconds: min(max(left, 0), 900_000))
        }
        return Invocation(
            event: UnsafeRawBufferPointer(rebasing: answer.bytes[body]),
            requestID: String(decoding: UnsafeRawBufferPointer(rebasing: answer.bytes[id]), as: UTF8.self),
            deadline: deadline, start: start, headers: head, head: answer.bytes)
    }

    /// Posts the answer to an invocation.
    package func postResponse(requestID: String, _ response: UnsafeRawBufferPointer) throws(Failure) {
        beginPost(requestID, "/response", length: response.count)
        appendHostAndEnd()
        try post("POST /response", response)
    }

    /// Posts the error that an invocation ended with.
    package func postError(requestID: String, _ error: FunctionError) throws(Failure) {
        var body = ByteBuffer()
        error.writeBody(to: &body)
        beginPost(requestID, "/error", length: body.count)
        appendErrorHeaders(error)
        try post("POST /error", body.bytes)
    }

    /// Posts why the function could not be initialised.
    package func postInitializationError(_ error: FunctionError) throws(Failure) {
        var body = ByteBuffer()
        error.writeBody(to: &body)
        request.removeAll()
        request.append(Wire.initError)
        appendLength(body.count)
        appendErrorHeaders(error)
        try post("POST /init/error", body.bytes)
    }

    // MARK: Requests

    private func beginPost(_ requestID: String, _ suffix: StaticString, length: Int) {
        request.removeAll()
        request.append(Wire.invocation)
        request.append(requestID)
        request.append(suffix)
        appendLength(length)
    }

    private func appendLength(_ length: Int) {
        request.append(Wire.post)
        request.append(decimal: length)
        request.append("\r\n")
    }

    private func appendErrorHeaders(_ error: FunctionError) {
        request.append(Wire.errorType)
        request.append(error.type)
        request.append("\r\n")
        request.append(Wire.xrayCause)
        error.writeXRayCause(to: &request)
        request.append("\r\n")
        appendHostAndEnd()
    }

    private func appendHostAndEnd() {
        request.append(Wire.userAgent)
        request.append(address)
        request.append("\r\n\r\n")
    }

    private func post(_ attempted: String, _ content: UnsafeRawBufferPointer) throws(Failure) {
        let head = try exchange(attempted, content, waitsForEvent: false)
        guard head.status == 202 else { throw refusal(head, attempted) }
    }

    /// The failure that an answer with another status than the expected one stands for.
    private func refusal(_ head: HTTPResponseHead, _ attempted: String) -> Failure {
        let detail = String(decoding: answer.bytes[body].prefix(512), as: UTF8.self)
        return .status(head.status, attempted: attempted, detail: detail)
    }

    /// Request ids become part of a path, a log line and a crash line: printable ASCII without what those give a meaning.
    private static func isSafe(_ id: UnsafeRawBufferPointer) -> Bool {
        (1...127).contains(id.count)
            && id.allSatisfy { PercentEncoding.isUnreserved($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
    }

    // MARK: Exchange

    /// Sends `request` and `content` and reads the whole answer into `answer`. Any failure drops the connection.
    private func exchange(
        _ attempted: String, _ content: UnsafeRawBufferPointer, waitsForEvent: Bool
    ) throws(Failure) -> HTTPResponseHead {
        answer.removeAll(keepingAtMost: 1 << 20)
        let socket = try connection(attempted)
        self.socket = nil
        do {
            try send(content, on: socket)
            var reader = HTTPAnswerReader(socket, waitsForEvent: waitsForEvent)
            let head = try reader.read(into: &answer)
            body = reader.body
            if reader.keepsConnection { self.socket = socket }
            return head
        } catch let malformed as HTTPResponseHead.Malformed {
            throw .malformed(attempted: attempted, detail: malformed.detail)
        } catch {
            throw .lost(attempted: attempted, detail: "\(address): \(error)")
        }
    }

    private func connection(_ attempted: String) throws(Failure) -> Socket {
        if let socket { return socket }
        do {
            return try Socket(host: host, port: port)
        } catch {
            throw .unreachable(attempted: attempted, detail: "\(address): \(error)")
        }
    }

    /// A server may answer, with a refusal, before it has read everything, and close: then there is an answer to read.
    private func send(_ content: UnsafeRawBufferPointer, on socket: Socket) throws {
        do {
            try socket.send(request.bytes, content)
        } catch Socket.Failure.closed where content.count > 0 {
            return
        }
    }
}
