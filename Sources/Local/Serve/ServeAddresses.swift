import EmbeddedAWS
import LocalServer
import Terminal

/// The two addresses of `local serve`: that of everything, and the other origin of the pages.
enum ServeAddresses {
    /// Listens on the port of `--port`.
    static func first(_ handler: SystemHandler, _ options: ServeOptions) throws -> HTTPServer {
        try listen(options.port, "--port") { port throws(HTTPServer.Failure) in try handler.listen(port: port) }
    }

    /// Listens on the port of `--other-port`, or else on the one after the first, or else on a free one.
    static func other(_ handler: OtherOrigin, _ options: ServeOptions, first: UInt16) throws -> HTTPServer {
        if let port = options.otherPort {
            return try listen(port, "--other-port") { port throws(HTTPServer.Failure) in
                try handler.listen(port: port)
            }
        }
        let next = options.port == 0 || first == .max ? 0 : first + 1
        do { return try handler.listen(port: next) } catch { return try handler.listen(port: 0) }
    }

    private static func listen(
        _ port: UInt16, _ option: String, _ body: (UInt16) throws(HTTPServer.Failure) -> HTTPServer
    ) throws -> HTTPServer {
        do { return try body(port) } catch {
            guard port > 0, let owner = PortOwner.find(port) else { throw error }
            throw CommandFailure(
                "port \(port) is in use by \(owner): end that, or choose another port by \(option) N (0: a free one)")
        }
    }
}
