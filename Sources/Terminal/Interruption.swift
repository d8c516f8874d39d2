import Foundation

/// A first SIGINT, SIGTERM or SIGHUP is a wish to stop that the work heeds between two steps; a second one ends the tool.
package final class Interruption: @unchecked Sendable {
    private let condition = NSCondition()
    private var hasArrived = false

    package init() {}

    /// Whether somebody wishes to stop.
    package var isWished: Bool { condition.withLock { hasArrived } }

    /// Takes the signals over. Call before any thread starts.
    package func watch() {
        let signals = Signals.hold([SIGINT, SIGTERM, SIGHUP])
        Thread.detachNewThread { [self] in
            _ = Signals.wait(for: signals)
            wish()
            let again = Signals.wait(for: signals)
            signal(again, SIG_DFL)
            Signals.release(signals)
            kill(getpid(), again)
        }
    }

    /// As a signal does.
    func wish() {
        condition.withLock {
            hasArrived = true
            condition.broadcast()
        }
    }

    /// Waits for so long, or until somebody wishes to stop; answers whether nobody did.
    package func pause(milliseconds: Int) -> Bool {
        let end = Date(timeIntervalSinceNow: Double(milliseconds) / 1000)
        return condition.withLock {
            while !hasArrived, condition.wait(until: end) {}
            return !hasArrived
        }
    }
}
