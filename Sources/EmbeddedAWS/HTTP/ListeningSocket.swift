import Glibc

/// A socket that listens on 127.0.0.1.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    /// Listens on `port`; 0 takes a free one.
    init(port: UInt16) throws(HTTPServer.Failure) {
        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_INET, Int32(type), 0)
        guard descriptor >= 0 else {
            throw HTTPServer.Failure(description: "socket: \(String(cString: strerror(errno)))")
        }
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard listening else {
            let reason = String(cString: strerror(errno))
            Glibc.close(descriptor)
            throw HTTPServer.Failure(description: "127.0.0.1:\(port) cannot be listened on: \(reason)")
        }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits for a connection, at most for so long (-1: without a limit). Returns nil if there is none, or it broke at
    /// once.
    func accept(milliseconds: Int32) -> HTTPConnection? {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&ready, 1, milliseconds)
        return OpenDescriptors.making {
            let connection = Glibc.accept(descriptor, nil, nil)
            if connection >= 0 { OpenDescriptors.keepFromChildren(connection) }
            return connection < 0 ? nil : HTTPConnection(descriptor: connection)
        }
    }

    /// Wakes a thread that waits for a connection.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func close() { Glibc.close(descriptor) }
}
