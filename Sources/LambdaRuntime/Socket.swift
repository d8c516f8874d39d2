import Bytes
import Glibc

/// One blocking TCP connection without Nagle's algorithm. The kernel bounds each step of a transfer.
final class Socket: ByteSource {
    private let descriptor: Int32

    /// How long connecting may take.
    static let connectSeconds = 1
    /// How long a read or a write may make no progress.
    static let stallSeconds = 10

    /// Connects to `host`, an IPv4 or IPv6 address or a name.
    init(host: String, port: UInt16) throws(ConnectionFailure) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, "\(port)", &hints, &found)
        guard code == 0 else { throw .failed("getaddrinfo: \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(found) }
        var connected: Int32?
        var failure = ConnectionFailure.failed("the host has no address")
        var next = found
        while connected == nil, let address = next {
            do { connected = try Self.connect(to: address.pointee) } catch { failure = error }
            next = address.pointee.ai_next
        }
        guard let connected else { throw failure }
        descriptor = connected
    }

    /// Returns a descriptor that is connected to `address`.
    private static func connect(to address: addrinfo) throws(ConnectionFailure) -> Int32 {
        let descriptor = socket(address.ai_family, address.ai_socktype | O_CLOEXEC, address.ai_protocol)
        guard descriptor >= 0 else { throw .failed(reason("socket")) }
        set(descriptor, Int(IPPROTO_TCP), TCP_NODELAY, Int32(1))
        set(descriptor, Int(SOL_SOCKET), SO_SNDTIMEO, timeval(tv_sec: connectSeconds, tv_usec: 0))
        set(descriptor, Int(SOL_SOCKET), SO_RCVTIMEO, timeval(tv_sec: stallSeconds, tv_usec: 0))
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
        let reason = errno == EINPROGRESS ? "no connection within \(connectSeconds) s" : reason("connect")
        close(descriptor)
        throw .failed(reason)
    }

    deinit { close(descriptor) }

    /// Sends both pieces, usually in one system call.
    func send(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) throws(ConnectionFailure) {
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
                // The send timeout also bounds connecting, so it is shorter than a stall.
                stalls += 1
                if stalls * Self.connectSeconds >= Self.stallSeconds { throw .stalled }
            } else if errno == EPIPE || errno == ECONNRESET {
                throw .closed
            } else if errno != EINTR {
                throw .failed(Self.reason("send"))
            }
        }
    }

    /// Appends what has arrived, at most `room` bytes.
    func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure) {
        try buffer.append(room: room) { (space) throws(ConnectionFailure) in
            while true {
                let n = recv(descriptor, space.baseAddress, space.count, 0)
                if n > 0 { return n }
                if n == 0 || errno == ECONNRESET { throw .closed }
                if errno == EAGAIN { throw .stalled }
                if errno != EINTR { throw .failed(Self.reason("recv")) }
            }
        }
    }

    private static func set<T>(_ descriptor: Int32, _ level: Int, _ option: Int32, _ value: T) {
        withUnsafeBytes(of: value) {
            _ = setsockopt(descriptor, Int32(level), option, $0.baseAddress, socklen_t($0.count))
        }
    }

    private static func reason(_ call: String) -> String { "\(call): \(String(cString: strerror(errno)))" }
}

extension UnsafeRawBufferPointer {
    fileprivate func pointer(at offset: Int) -> UnsafeMutableRawPointer? {
        baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + offset) }
    }
}
