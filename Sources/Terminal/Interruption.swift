import Foundation

/// A request to stop: the first SIGINT, SIGTERM or SIGHUP. The work looks for it between two steps; a second signal
/// ends the tool at once.
package final class Interruption: @unchecked Sendable {
    private let condition = NSCondition()
    private var isRequested = false

    package init() {}

    /// Whether the request has arrived.
    package var hasArrived: Bool { condition.withLock { isRequested } }

    /// Takes the signals over. Must be called before any thread starts.
    package func watch() {
        Signals.watch { [self] signal in
            condition.withLock {
                if isRequested { Signals.end(by: signal) }
                isRequested = true
                condition.broadcast()
            }
        }
    }

    /// Waits for so long, or until the request arrives. Returns false if it has arrived.
    package func pause(milliseconds: Int) -> Bool {
        let end = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
        return condition.withLock {
            while !isRequested, condition.wait(until: end) {}
            return !isRequested
        }
    }
}
