import Bytes
import Glibc

/// Serves the Runtime API to one process, on the thread that waits for it. There is no other thread, so that none
/// disturbs the process in the middle of an invocation.
final class RuntimeAPIServer {
    /// Connections that the process may have, at most.
    static let maximumConnections = 8

    private struct Client {
        let connection: HTTPConnection
        var decoder = HTTPDecoder()
    }

    private(set) var api: RuntimeAPI
    /// When the first `/next` had been read.
    private(set) var firstNext: Instant?
    /// When the event was sent.
    private(set) var handedOut = Instant.now()
    /// When the response or the error had been read.
    private(set) var answered = Instant.now()
    /// Whether the process has not read the event: it was not sent, or the process ended before.
    private(set) var eventWasUnread = true
    /// Called with each request of the process.
    var onRequest: ((HTTPRequest) -> Void)?

    private let listener: ListeningSocket
    private var clients: [Client] = []
    /// The connection whose `/next` waits for an event, and whether it is closed after that.
    private var waiting: (connection: HTTPConnection, closes: Bool)?
    /// The connection that the event was sent on.
    private weak var receiver: HTTPConnection?

    init(functionName: String) throws(HTTPServer.Failure) {
        api = RuntimeAPI(functionName: functionName)
        listener = try ListeningSocket(port: 0)
    }

    deinit { listener.close() }

    /// `127.0.0.1:PORT`.
    var address: String { "127.0.0.1:\(listener.port)" }

    /// Whether the process waits for an event: only then is the invocation before over.
    var isIdle: Bool { waiting != nil }

    /// Hands an event out, or keeps it for the next `/next`.
    func begin(_ event: [UInt8], timeoutMilliseconds: Int) {
        api.begin(event, timeoutMilliseconds: timeoutMilliseconds)
        eventWasUnread = true
        handOut()
    }

    /// Serves what arrives within `milliseconds`. Returns false if nothing did, or a connection ended.
    func serve(milliseconds: Int32) -> Bool {
        let isFull = clients.count == Self.maximumConnections
        var events = ([isFull ? -1 : listener.descriptor] + clients.map(\.connection.descriptor)).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        guard poll(&events, nfds_t(events.count), milliseconds) > 0 else { return false }
        let count = clients.count
        for index in clients.indices.reversed() where events[index + 1].revents != 0 {
            if !read(&clients[index]) { forget(clients[index].connection) }
        }
        let areAllOpen = clients.count == count
        if events[0].revents != 0, let connection = listener.accept(milliseconds: 0) {
            clients.append(Client(connection: connection))
        }
        handOut()
        return areAllOpen
    }

    private func forget(_ connection: HTTPConnection) {
        if waiting?.connection === connection { waiting = nil }
        clients.removeAll { $0.connection === connection }
    }

    /// Reads from a connection and responds. Returns false when it is to be closed.
    private func read(_ client: inout Client) -> Bool {
        let arrival = client.connection.receive(into: &client.decoder)
        if arrival == .reset, client.connection === receiver { eventWasUnread = true }
        guard arrival == .bytes else { return false }
        let arrived = Instant.now()
        let wasOver = api.outcome != nil
        let connection = client.connection
        let isOpen = connection.respond(&client.decoder) { request in
            onRequest?(request)
            let response = api.respond(to: request)
            if response == nil { waiting = (connection, !request.keepsAlive) }
            return response
        }
        if waiting != nil { firstNext = firstNext ?? arrived }
        if !wasOver, api.outcome != nil { answered = arrived }
        return isOpen
    }

    private func handOut() {
        guard let (connection, closes) = waiting, var response = api.next() else { return }
        waiting = nil
        response.closes = closes
        let bytes = response.bytes
        handedOut = .now()
        receiver = connection
        eventWasUnread = !connection.send(bytes)
        if closes { forget(connection) }
    }
}
