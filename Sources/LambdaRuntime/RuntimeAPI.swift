import Bytes

/// A client of Lambda's Runtime API. All of its HTTP is here, and none of the policy, which is `RuntimeLoop`'s.
///
/// It keeps one connection alive and sends each request with one system call. An invocation lies in a buffer of this object
/// and is valid until the next call.
final class RuntimeAPI {
    private let host: String
    private let port: UInt16
    private let address: String
    private var socket: Socket?
    private var request = ByteBuffer(capacity: 1024)
    private var response = ByteBuffer(capacity: 32_768)
    /// Where the body of the last response is in `response`.
    private var body = 0..<0

    /// Why a call of the Runtime API failed.
    struct Failure: Error, CustomStringConvertible {
        enum Kind: Equatable {
            /// No connection could be made.
            case unreachable
            /// A connection broke, or made no progress.
            case lost
            /// The Runtime API responded with a status that means failure.
            case status(Int)
            /// The response is not one that the Runtime API sends.
            case malformed
        }

        let kind: Kind
        let attempted: String
        let detail: String

        /// What was attempted and what happened.
        var description: String {
            if case .status(let status) = kind {
                "\(attempted): status \(status) \(detail)"
            } else {
                "\(attempted): \(detail)"
            }
        }
    }

    /// `address` is `AWS_LAMBDA_RUNTIME_API`: `HOST:PORT`, an IPv6 host in brackets. Nil if it is not that form.
    init?(address: String) {
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
    func next() throws(Failure) -> Invocation {
        let attempted = "GET /next"
        request.removeAll()
        request.append(Wire.next)
        appendHostAndEnd()
        let head = try exchange(attempted, UnsafeRawBufferPointer(start: nil, count: 0), waitsForEvent: true)
        guard head.status == 200 else { throw refusal(head, attempted) }
        let start = Instant.now()
        let bytes = response.bytes
        guard let id = head.requestID, Self.isSafe(bytes[id]) else {
            socket = nil
            throw Failure(
                kind: .malformed, attempted: attempted, detail: "the response has no usable \(Wire.requestID) header")
        }
        // Without a deadline, Lambda's default timeout.
        var left = 3000
        if let range = head.deadline, let milliseconds = HTTPResponseHead.decimal(bytes[range]) {
            left = min(max(milliseconds - UTCTime.now().milliseconds, 0), 900_000)
        }
        return Invocation(
            event: UnsafeRawBufferPointer(rebasing: bytes[body]), requestID: String(decoding: bytes[id], as: UTF8.self),
            deadline: start.advanced(milliseconds: left), start: start, headers: head, head: bytes)
    }

    /// Posts the response to an invocation.
    func postResponse(requestID: String, _ content: UnsafeRawBufferPointer) throws(Failure) {
        begin(Wire.invocation, requestID, Wire.response, length: content.count)
        appendHostAndEnd()
        try post("POST /response", content)
    }

    /// Posts the error that an invocation ended with.
    func postError(requestID: String, _ error: FunctionError) throws(Failure) {
        try post(error, "POST /error", to: Wire.invocation, requestID, Wire.error)
    }

    /// Posts why the function could not be initialised.
    func postInitializationError(_ error: FunctionError) throws(Failure) {
        try post(error, "POST /init/error", to: Wire.initError)
    }

    // MARK: Requests

    private func begin(_ path: StaticString, _ requestID: String, _ rest: StaticString, length: Int) {
        request.removeAll()
        request.append(path)
        request.append(requestID)
        request.append(rest)
        request.append(Wire.contentTypeAndLength)
        request.append(decimal: length)
        request.append("\r\n")
    }

    private func appendHostAndEnd() {
        request.append(Wire.userAgentAndHost)
        request.append(address)
        request.append("\r\n\r\n")
    }

    private func post(
        _ error: FunctionError, _ attempted: String, to path: StaticString, _ requestID: String = "",
        _ rest: StaticString = ""
    ) throws(Failure) {
        var content = ByteBuffer()
        error.writeBody(to: &content)
        begin(path, requestID, rest, length: content.count)
        request.append(Wire.errorType)
        request.append(error.type)
        request.append("\r\n")
        request.append(Wire.xrayCause)
        error.writeXRayCause(to: &request)
        request.append("\r\n")
        appendHostAndEnd()
        try post(attempted, content.bytes)
    }

    private func post(_ attempted: String, _ content: UnsafeRawBufferPointer) throws(Failure) {
        let head = try exchange(attempted, content, waitsForEvent: false)
        guard head.status == 202 else { throw refusal(head, attempted) }
    }

    /// Returns the failure for a status that is not the expected one.
    private func refusal(_ head: HTTPResponseHead, _ attempted: String) -> Failure {
        let detail = String(decoding: response.bytes[body].prefix(512), as: UTF8.self)
        return Failure(kind: .status(head.status), attempted: attempted, detail: detail)
    }

    /// Request ids become part of a path, a log line and a crash line: printable ASCII without what those give a meaning.
    private static func isSafe(_ id: Slice<UnsafeRawBufferPointer>) -> Bool {
        (1...127).contains(id.count)
            && id.allSatisfy { PercentEncoding.isUnreserved($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
    }

    // MARK: Exchange

    /// Sends `request` and `content` and reads the whole response into `response`. Any failure drops the connection.
    private func exchange(
        _ attempted: String, _ content: UnsafeRawBufferPointer, waitsForEvent: Bool
    ) throws(Failure) -> HTTPResponseHead {
        response.removeAll(keepingAtMost: 1 << 20)
        let socket = try connection(attempted)
        self.socket = nil
        do throws(ConnectionFailure) {
            try send(content, on: socket)
            var reader = HTTPResponseReader(socket, waitsForEvent: waitsForEvent)
            let head = try reader.read(into: &response)
            body = reader.body
            if reader.keepsConnection { self.socket = socket }
            return head
        } catch {
            if case .malformed(let detail) = error {
                throw Failure(kind: .malformed, attempted: attempted, detail: detail)
            }
            throw Failure(kind: .lost, attempted: attempted, detail: "\(address): \(error)")
        }
    }

    private func connection(_ attempted: String) throws(Failure) -> Socket {
        if let socket { return socket }
        do {
            return try Socket(host: host, port: port)
        } catch {
            throw Failure(kind: .unreachable, attempted: attempted, detail: "\(address): \(error)")
        }
    }

    /// A server may send a refusal and close before it has read everything: then there is a response to read.
    private func send(_ content: UnsafeRawBufferPointer, on socket: Socket) throws(ConnectionFailure) {
        do {
            try socket.send(request.bytes, content)
        } catch .closed where content.count > 0 {
            return
        }
    }
}
