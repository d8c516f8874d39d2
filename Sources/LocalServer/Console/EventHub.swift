import EmbeddedAWS
import Foundation
import Synchronization

/// Passes on what happens to the browsers that listen (server-sent events).
package final class EventHub: Sendable {
    /// A listener that is so far behind is let go: its browser connects again.
    static let maximumWaiting = 1000
    /// Listeners at once. Each keeps a connection.
    static let maximumListeners = 50
    /// So often a silent stream says that it lives, and learns whether the browser does.
    static let heartbeatSeconds = 15.0

    private let listeners = Mutex<[ObjectIdentifier: Listener]>([:])

    package init() {}

    /// Sends an event to all listeners of its name.
    package func publish(_ name: String, _ data: String = "") {
        let text = Array("event: \(name)\ndata: \(data)\n\n".utf8)
        listeners.withLock { listeners in
            for listener in listeners.values where listener.names.contains(name) { listener.add(text) }
        }
    }

    /// Returns a response that sends the events of these names as long as the browser listens.
    func stream(_ names: Set<String>) -> HTTPResponse {
        let listener = Listener(names)
        let isAccepted = listeners.withLock { listeners in
            guard listeners.count < Self.maximumListeners else { return false }
            listeners[ObjectIdentifier(listener)] = listener
            return true
        }
        guard isAccepted else { return .text(503, "too many pages listen: close some") }
        var response = HTTPResponse(
            status: 200, headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
        response.stream = { [self] send in
            defer { _ = listeners.withLock { $0.removeValue(forKey: ObjectIdentifier(listener)) } }
            guard send(Array("retry: 500\n\n".utf8)) else { return }
            while let bytes = listener.next(seconds: Self.heartbeatSeconds) { guard send(bytes) else { return } }
        }
        return response
    }

    private final class Listener: @unchecked Sendable {
        let names: Set<String>
        /// Guards `waiting`.
        private let condition = NSCondition()
        private var waiting: [[UInt8]]? = []

        init(_ names: Set<String>) { self.names = names }

        func add(_ bytes: [UInt8]) {
            condition.withLock {
                waiting?.append(bytes)
                if let count = waiting?.count, count > maximumWaiting { waiting = nil }
                condition.signal()
            }
        }

        /// Returns what has happened, a heartbeat if nothing has for so long, or nil if it was too much.
        func next(seconds: Double) -> [UInt8]? {
            let end = Date(timeIntervalSinceNow: seconds)
            return condition.withLock {
                while waiting?.isEmpty == true, condition.wait(until: end) {}
                guard let all = waiting else { return nil }
                waiting = []
                return all.isEmpty ? Array(": here\n\n".utf8) : Array(all.joined())
            }
        }
    }
}
