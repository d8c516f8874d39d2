import Foundation

/// A small blocking HTTP/1.1 server on 127.0.0.1: one thread a connection, at most `maximumConnections` of them.
package final class HTTPServer: @unchecked Sendable {
    static let maximumConnections = 64

    /// The port that it listens on.
    package let port: UInt16
    private let listener: Int32
    private let handler: any HTTPHandler
    private let lock = NSLock()
    private var connections: [ObjectIdentifier: HTTPConnection] = [:]
    private var isStopped = false

    /// What the system refused.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Listens at once. Port 0 takes any free one. Throws `Failure`.
    package init(port: UInt16 = 0, handler: any HTTPHandler) throws {
        self.handler = handler
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard listener >= 0 else { throw Failure(description: "socket: \(String(cString: strerror(errno)))") }
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let listening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard listening else {
            let reason = String(cString: strerror(errno))
            close(listener)
            throw Failure(description: "127.0.0.1:\(port) cannot be listened on: \(reason)")
        }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    /// `127.0.0.1:PORT`.
    package var address: String { "127.0.0.1:\(port)" }

    /// Starts to accept connections on a thread of its own.
    package func start() { Self.detach { self.accept() } }

    /// Stops accepting and ends all connections. The server cannot be started again.
    package func stop() {
        lock.withLock {
            guard !isStopped else { return }
            isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in connections.values { connection.shutDown() }
        }
    }

    private func accept() {
        while true {
            var ready = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            _ = poll(&ready, 1, -1)
            let descriptor = OpenDescriptors.lock.withLock {
                let descriptor = Glibc.accept(listener, nil, nil)
                if descriptor >= 0 { OpenDescriptors.keepFromChildren(descriptor) }
                return descriptor
            }
            if descriptor < 0 {
                if lock.withLock({ isStopped }) { break }
                // Out of descriptors, or a connection that broke at once: the listener itself still stands.
                usleep(1000)
                continue
            }
            serve(HTTPConnection(descriptor: descriptor))
        }
        close(listener)
    }

    private func serve(_ connection: HTTPConnection) {
        let accepted = lock.withLock {
            guard !isStopped, connections.count < Self.maximumConnections else { return false }
            connections[ObjectIdentifier(connection)] = connection
            return true
        }
        guard accepted else { return }
        Self.detach {
            connection.serve(self.handler)
            _ = self.lock.withLock { self.connections.removeValue(forKey: ObjectIdentifier(connection)) }
        }
    }

    /// Expressions and documents are parsed by recursion, so threads get more stack than Foundation's half megabyte.
    private static func detach(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = 8 << 20
        thread.start()
    }
}
