import Foundation

/// One accepted connection: reads requests, sends what the handler answers, until either side is done.
///
/// A silent connection is closed after `idleSeconds`, one that stops inside a request after `stallSeconds`.
package final class HTTPConnection: Sendable {
    static let idleSeconds = 300
    static let stallSeconds = 10

    private let descriptor: Int32

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

    /// Serves requests one after the other; returns when the connection is over.
    func serve(_ handler: any HTTPHandler) {
        var decoder = HTTPDecoder()
        var room = [UInt8](repeating: 0, count: 262_144)
        var silent = 0
        while true {
            let count = recv(descriptor, &room, room.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                silent += Self.stallSeconds
                if decoder.isInside {
                    send(.text(408, "the request did not arrive within \(Self.stallSeconds) s", closes: true))
                    return
                }
                if silent >= Self.idleSeconds { return }
                continue
            }
            guard count > 0 else { return }
            silent = 0
            room.withUnsafeBytes { decoder.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            guard answer(&decoder, handler) else { return }
        }
    }

    /// Answers every whole request that has arrived; false when the connection is to be closed.
    private func answer(_ decoder: inout HTTPDecoder, _ handler: any HTTPHandler) -> Bool {
        do {
            while let request = try decoder.next() {
                var response = handler.respond(to: request)
                response.closes = response.closes || !request.keepsAlive
                guard deliver(response), !response.closes else { return false }
            }
            return decoder.takeExpectation() ? send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) : true
        } catch {
            send(.text(error.status, error.reason, closes: true))
            return false
        }
    }

    /// Sends an answer in the way that it asks for; false when the connection is to be closed.
    private func deliver(_ response: HTTPResponse) -> Bool {
        switch response.delivery {
        case .whole: return send(response)
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

    /// Waits for the client to close or to send more, which one that waits for an answer does not do.
    private func clientLeaves(within seconds: Int) -> Bool {
        var events = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&events, 1, Int32(seconds * 1000)) != 0
    }

    @discardableResult
    private func send(_ response: HTTPResponse) -> Bool {
        var bytes = Array(response.head.utf8)
        bytes += response.body
        return send(bytes)
    }

    @discardableResult
    private func send(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
