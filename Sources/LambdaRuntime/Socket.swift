import Bytes
import Glibc

/// Where an answer's bytes come from: a socket, or a test's script.
protocol ByteSource {
    /// Appends what has arrived, at most `room` bytes. Throws `closed` at the end of it.
    func receive(into buffer: inout ByteBuffer, room: Int) throws(Socket.Failure)
}

/// One blocking TCP connection. Nagle is off; the kernel bounds each step of a transfer, so nothing waits for ever unless
/// its caller means it to.
final class Socket: ByteSource {
    private let descriptor: Int32

    /// Seconds to connect, and seconds without progress before a read or a write says `wouldBlock`.
    static let connectSeconds = 1
    static let stallSeconds = 10

    enum Failure: Error, CustomStringConvertible {
        /// Nothing arrived, or nothing could be sent, for `stallSeconds`.
        case stalled
        /// The other side closed the connection.
        case closed
        /// A system call failed.
        case failed(String)

        var description: String {
            switch self {
            case .stalled: "no progress for \(Socket.stallSeconds) s"
            case .closed: "the connection was closed"
            case .failed(let reason): reason
            }
        }
    }

    /// Connects to `host` (an IPv4 or IPv6 address, or a name) within `connectSeconds`.
    init(host: String, port: UInt16) throws(Failure) {
        var failure = Failure.failed("the host has no address")
        var connected: Int32 = -1
        try Self.withAddresses(of: host, port: port) { address, length in
            let descriptor = socket(Int32(address.pointee.sa_family), Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
            guard descriptor >= 0 else {
                failure = .failed(Self.reason("socket"))
                return false
            }
            Self.set(descriptor, IPPROTO_TCP, TCP_NODELAY, Int32(1))
            Self.set(descriptor, SOL_SOCKET, SO_SNDTIMEO, timeval(tv_sec: Self.connectSeconds, tv_usec: 0))
            Self.set(descriptor, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: Self.stallSeconds, tv_usec: 0))
            if connect(descriptor, address, length) == 0 {
                connected = descriptor
                return true
            }
            failure = .failed(
                errno == EINPROGRESS ? "no connection within \(Self.connectSeconds) s" : Self.reason("connect"))
            close(descriptor)
            return false
        }
        guard connected >= 0 else { throw failure }
        descriptor = connected
    }

    deinit { close(descriptor) }

    /// Sends both pieces, in one system call as a rule.
    func send(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) throws(Failure) {
        var sent = 0
        var stalls = 0
        let total = first.count + second.count
        while sent < total {
            let fromFirst = min(sent, first.count)
            let fromSecond = sent - fromFirst
            var pieces = (
                iovec(iov_base: first.pointer(at: fromFirst), iov_len: first.count - fromFirst),
                iovec(iov_base: second.pointer(at: fromSecond), iov_len: second.count - fromSecond)
            )
            let n = withUnsafeMutablePointer(to: &pieces) { pieces in
                var message = msghdr()
                message.msg_iov = UnsafeMutableRawPointer(pieces).assumingMemoryBound(to: iovec.self)
                message.msg_iovlen = 2
                return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
            }
            if n >= 0 {
                sent += n
                stalls = 0
            } else if errno == EAGAIN {
                // The send timeout is the one that bounds connecting: shorter than a stall.
                stalls += 1
                if stalls * Self.connectSeconds >= Self.stallSeconds { throw .stalled }
            } else if errno == EPIPE || errno == ECONNRESET {
                throw .closed
            } else if errno != EINTR {
                throw .failed(Self.reason("send"))
            }
        }
    }

    /// Reads what has arrived, at most `room` bytes, behind the bytes of `buffer`.
    func receive(into buffer: inout ByteBuffer, room: Int) throws(Failure) {
        try buffer.append(room: room) { (space) throws(Failure) in
            while true {
                let n = recv(descriptor, space.baseAddress, space.count, 0)
                if n > 0 { return n }
                if n == 0 || errno == ECONNRESET { throw .closed }
                if errno == EAGAIN { throw .stalled }
                if errno != EINTR { throw .failed(Self.reason("recv")) }
            }
        }
    }

    /// Calls `attempt` with each address of `host` until it answers true. An IPv4 address is not looked up: that is what
    /// Lambda gives, and it keeps the resolver out of the start-up.
    private static func withAddresses(
        of host: String, port: UInt16, _ attempt: (UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws(Failure) {
        var address = sockaddr_in()
        if inet_pton(AF_INET, host, &address.sin_addr) == 1 {
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            _ = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    attempt($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            return
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0 else { throw .failed("getaddrinfo: \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(found) }
        var next = found
        while let entry = next, !attempt(entry.pointee.ai_addr, entry.pointee.ai_addrlen) {
            next = entry.pointee.ai_next
        }
    }

    private static func set<T>(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: T) {
        withUnsafeBytes(of: value) {
            _ = setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count))
        }
    }

    private static func set<T>(_ descriptor: Int32, _ level: Int, _ option: Int32, _ value: T) {
        set(descriptor, Int32(level), option, value)
    }

    private static func reason(_ call: String) -> String { "\(call): \(String(cString: strerror(errno)))" }
}

extension UnsafeRawBufferPointer {
    fileprivate func pointer(at offset: Int) -> UnsafeMutableRawPointer? {
        baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + offset) }
    }
}
