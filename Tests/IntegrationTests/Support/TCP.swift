import Foundation

/// A client's TCP connection to a port of this machine, blocking.
final class TCPConnection {
    private let descriptor: Int32

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Throws `Failure`.
    init(port: UInt16) throws {
        descriptor = TCP.socket()
        guard TCP.withAddress(port, { connect(descriptor, $0, $1) }) == 0 else {
            throw Failure(description: "127.0.0.1:\(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Returns the next bytes; nil at the end, or if there were none for `seconds`.
    func read(seconds: Int) -> [UInt8]? {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var room = [UInt8](repeating: 0, count: 65_536)
        var count = -1
        repeat { count = recv(descriptor, &room, room.count, 0) } while count < 0 && errno == EINTR
        return count > 0 ? Array(room[..<count]) : nil
    }

    /// Sends as much of it as the other side takes.
    func send(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Ports of this machine.
enum TCP {
    /// Returns a port that refuses connections and is not given to others while this process lives: it is bound, and no
    /// more.
    static func refusingPort() -> UInt16 { bound().port }

    /// Returns a port that is free now, for a program that is told where to listen.
    static func freePort() -> UInt16 {
        let (descriptor, port) = bound()
        close(descriptor)
        return port
    }

    private static func bound() -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket()
        _ = withAddress(0) { bind(descriptor, $0, $1) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    fileprivate static func socket() -> Int32 {
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    fileprivate static func withAddress<R>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
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
}
