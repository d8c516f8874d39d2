import Bytes
import Glibc
import Terminal

/// An accepted connection. A silent one is closed after `idleSeconds`, one that stops inside a request after
/// `stallSeconds`, and one whose request takes longer than `requestSeconds` to arrive.
final class HTTPConnection: Sendable {
    static let idleSeconds = 300
    static let stallSeconds = 10
    static let requestSeconds = 60

    let descriptor: Int32

    /// Takes over an open socket.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var stall = timeval(tv_sec: Self.stallSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &stall, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &stall, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Ends both directions, so that a blocked `serve` returns.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Serves requests one after the other until either side ends the connection.
    func serve(_ handler: any HTTPHandler) {
        var decoder = HTTPDecoder()
        var silent = 0
        var began: Instant?
        while true {
            switch receive(into: &decoder) {
            case .end, .reset: return
            case .bytes:
                silent = 0
                guard respond(&decoder, { handler.respond(to: $0) }) else { return }
                let now = Instant.now()
                began = decoder.isInside ? began ?? now : nil
                if let began, now > began.advanced(milliseconds: Self.requestSeconds * 1000) { return refuseLate() }
            case .nothing:
                silent += Self.stallSeconds
                if decoder.isInside { return refuseLate() }
                if silent >= Self.idleSeconds { return }
            }
        }
    }

    private func refuseLate() {
        send(HTTPResponse.text(408, "the request did not arrive in time", closes: true).bytes)
    }

    /// What a wait for bytes brought.
    enum Arrival {
        case bytes, nothing, end
        /// The other side ended the connection before it had read all that was sent to it.
        case reset
    }

    /// Waits for bytes, at most for `stallSeconds`, and adds them to the decoder.
    func receive(into decoder: inout HTTPDecoder) -> Arrival {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { room in
            while true {
                let count = recv(descriptor, room.baseAddress, room.count, 0)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { return .nothing }
                // ECONNRESET, or EPIPE where it had ended the connection before it was sent something.
                if count < 0 { return .reset }
                guard count > 0 else { return hasUnreadBytes ? .reset : .end }
                decoder.append(UnsafeRawBufferPointer(rebasing: room[..<count]))
                return .bytes
            }
        }
    }

    /// Whether the other side has refused something since it ended the connection. The end comes first.
    private var hasUnreadBytes: Bool {
        var (error, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error != 0
    }

    /// Responds to every request that has arrived; `handler` returns nil for one that gets its response later. Returns
    /// false when the connection is to be closed.
    func respond(_ decoder: inout HTTPDecoder, _ handler: (HTTPRequest) -> HTTPResponse?) -> Bool {
        do {
            while let request = try decoder.next() {
                guard var response = handler(request) else { continue }
                if response.stream != nil { response.closes = true }
                response.closes = response.closes || !request.keepsAlive
                response.isHeadOnly = request.method == "HEAD"
                guard deliver(response), !response.closes else { return false }
            }
            return decoder.takeExpectation() ? send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) : true
        } catch {
            send(HTTPResponse.text(error.status, error.reason, closes: true).bytes)
            return false
        }
    }

    /// Sends a response in its own way. Returns false when the connection is to be closed.
    private func deliver(_ response: HTTPResponse) -> Bool {
        if let stream = response.stream {
            if send(Array(response.head.utf8)), !response.isHeadOnly { stream { self.send($0) } }
            return false
        }
        switch response.delivery {
        case .whole: return send(response.bytes)
        case .bytePerSecond:
            guard send(Array(response.head.utf8)) else { return false }
            for byte in response.body { guard send([byte]), !clientLeaves(within: 1) else { return false } }
        case .cutOff: send(Array(response.head.utf8) + response.body.prefix(response.body.count / 2))
        case .reset:
            var abort = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
        case .never: _ = clientLeaves(within: Self.idleSeconds)
        }
        return false
    }

    /// Waits for the client to close the connection. A client that waits for a response does not send more.
    private func clientLeaves(within seconds: Int) -> Bool {
        var events = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&events, 1, Int32(seconds * 1000)) != 0
    }

    /// Sends bytes as they are. Returns false if the client has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            Descriptor.write(bytes, to: descriptor) { Glibc.send($0, $1, $2, Int32(MSG_NOSIGNAL)) } == nil
        }
    }
}
