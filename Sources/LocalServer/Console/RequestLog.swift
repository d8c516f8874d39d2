import Bytes
import EmbeddedAWS
import JSON
import Synchronization

/// The last requests, with what became of their events.
package final class RequestLog: Sendable {
    /// How many are kept.
    static let maximumRequests = 200
    /// Bytes of events, responses and log lines that are kept. Older requests lose theirs first.
    static let maximumBytes = 8 << 20

    /// A request and its number, by which the console asks for it.
    struct Entry: Sendable {
        let number: Int
        var done: CompletedRequest
        /// Whether bodies and lines have been dropped.
        var isTrimmed = false

        /// The bytes that it holds.
        var bytes: Int {
            let invocation = done.invocation
            return done.request.body.count + done.response.body.count
                + (invocation.map { $0.event.count + $0.payload.count + $0.log.reduce(0) { $0 + $1.utf8.count } } ?? 0)
        }

        mutating func trim() {
            isTrimmed = true
            done = done.withoutBodies
        }
    }

    private struct State {
        var entries: [Entry] = []
        var bytes = 0
        var number = 0
    }

    private let state = Mutex(State())
    private let hub: EventHub

    /// Each request is published to `hub` as it comes.
    package init(_ hub: EventHub) { self.hub = hub }

    /// Keeps a request.
    package func add(_ done: CompletedRequest) {
        // The invocation has the same body.
        let kept = done.invocation == nil ? done : done.withoutResponseBody
        let entry = state.withLock { state in
            state.number += 1
            let entry = Entry(number: state.number, done: kept)
            state.entries.append(entry)
            state.bytes += entry.bytes
            if state.entries.count > Self.maximumRequests { state.bytes -= state.entries.removeFirst().bytes }
            var at = 0
            while state.bytes > Self.maximumBytes, at < state.entries.count {
                let before = state.entries[at].bytes
                if !state.entries[at].isTrimmed { state.entries[at].trim() }
                state.bytes -= before - state.entries[at].bytes
                at += 1
            }
            return entry
        }
        hub.publish("request", RequestJSON.summary(entry).text)
    }

    /// The requests, the oldest first.
    var all: [Entry] { state.withLock { $0.entries } }

    /// Returns the request of that number; nil if it is no longer kept.
    func entry(_ number: Int) -> Entry? { state.withLock { $0.entries.first { $0.number == number } } }
}
