import EmbeddedAWS
import Synchronization

/// The port that a handler is served on: it tells requests to this machine from others by it.
final class ServedPort: Sendable {
    private let port = Atomic<UInt16>(0)

    /// The hosts of requests that are for this port.
    var host: LocalHost { LocalHost(port: port.load(ordering: .acquiring)) }

    /// Returns a server that serves `handler` on `port`, or a free one for 0. It is still to be started.
    func listen(_ handler: any HTTPHandler, port wanted: UInt16) throws(HTTPServer.Failure) -> HTTPServer {
        let server = try HTTPServer(
            port: wanted, maximumConnections: SystemHandler.maximumConnections, handler: handler)
        port.store(server.port, ordering: .releasing)
        return server
    }
}
