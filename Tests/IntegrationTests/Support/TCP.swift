import Foundation

/// One TCP connection on 127.0.0.1, blocking, for both ends.
final class TCPConnection: @unchecked Sendable {
    private let descriptor: Int32
    private let lock = NSLock()
    private var isOpen = true

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Connects to a port of this machine. Throws `Failure`.
    convenience init(port: UInt16) throws {
        let descriptor = TCP.socket()
        let code = TCP.withAddress(port) { connect(descriptor, $0, $1) }
        let reason = String(cString: strerror(errno))
        self.init(descriptor: descriptor)
        guard code == 0 else { throw Failure(description: "127.0.0.1:\(port): \(reason)") }
    }

    deinit { close() }

    /// The next bytes; nil at the end, after `close`, or when none came for `seconds`.
    func read(seconds: Int = 60) -> [UInt8]? {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var room = [UInt8](repeating: 0, count: 65_536)
        var count = -1
        repeat { count = recv(descriptor, &room, room.count, 0) } while count < 0 && errno == EINTR
        return count > 0 ? Array(room[..<count]) : nil
    }

    /// Sends all of it; false if the other side is gone.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(text.utf8) }

    /// Ends the connection in order (FIN).
    func close() {
        lock.withLock {
            guard isOpen else { return }
            isOpen = false
            shutdown(descriptor, Int32(SHUT_RDWR))
            _ = Glibc.close(descriptor)
        }
    }

    /// Breaks the connection (RST).
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        lock.withLock {
            guard isOpen else { return }
            isOpen = false
            _ = Glibc.close(descriptor)
        }
    }
}

/// The calls that both ends need.
enum TCP {
    static func socket() -> Int32 { Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }

    static func withAddress<R>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// A listening socket on a free port, and the port.
    static func listen() -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket()
        _ = withAddress(0) { bind(descriptor, $0, $1) }
        _ = Glibc.listen(descriptor, 64)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A port that refuses connections, and that nobody else gets as long as this process lives: it is bound, and no more.
    static func refusingPort() -> UInt16 {
        let (descriptor, port) = listen()
        shutdown(descriptor, Int32(SHUT_RDWR))
        return port
    }

    /// A port that nobody listens on now, for a program that is told where to listen.
    static func freePort() -> UInt16 {
        let (descriptor, port) = listen()
        close(descriptor)
        return port
    }
}
