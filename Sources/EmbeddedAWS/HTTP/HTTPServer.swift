import Foundation
import Synchronization

/// A small blocking HTTP/1.1 server on 127.0.0.1. Each connection has a thread; those above `maximumConnections` are
/// closed.
package final class HTTPServer: Sendable {
    package static let defaultMaximumConnections = 64

    private struct State {
        var connections: [ObjectIdentifier: HTTPConnection] = [:]
        var isStopped = false
    }

    private let listener: ListeningSocket
    private let handler: any HTTPHandler
    private let maximumConnections: Int
    private let state = Mutex(State())

    /// The system refused a socket or the port.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Listens on `port`; 0 takes a free one. Connections wait until `start` is called.
    package init(
        port: UInt16 = 0, maximumConnections: Int = defaultMaximumConnections, handler: any HTTPHandler
    ) throws(Failure) {
        self.handler = handler
        self.maximumConnections = maximumConnections
        listener = try ListeningSocket(port: port)
    }

    /// The port that it listens on.
    package var port: UInt16 { listener.port }

    /// `127.0.0.1:PORT`.
    package var address: String { "127.0.0.1:\(port)" }

    /// Starts to accept connections on a thread of its own.
    package func start() { Self.detach { self.accept() } }

    /// Stops accepting and ends all connections. The server cannot be started again.
    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            listener.shutDown()
            for connection in state.connections.values { connection.shutDown() }
        }
    }

    private func accept() {
        while true {
            if let connection = listener.accept(milliseconds: -1) {
                serve(connection)
            } else if state.withLock({ $0.isStopped }) {
                break
            } else {
                // Out of descriptors, or a connection that broke at once: the listener itself is fine.
                usleep(1000)
            }
        }
        listener.close()
    }

    private func serve(_ connection: HTTPConnection) {
        let id = ObjectIdentifier(connection)
        let isAccepted = state.withLock { state in
            guard !state.isStopped, state.connections.count < maximumConnections else { return false }
            state.connections[id] = connection
            return true
        }
        guard isAccepted else { return }
        Self.detach {
            connection.serve(self.handler)
            self.state.withLock { _ = $0.connections.removeValue(forKey: id) }
        }
    }

    /// Documents are parsed by recursion, so threads get more stack than Foundation's half megabyte.
    private static func detach(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = 8 << 20
        thread.start()
    }
}
