import Bytes
import Foundation

/// How far a long step is: one line of a terminal that is written over, once the step has taken two seconds.
package struct Progress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let started = Instant.now()
    private var last = Instant(nanoseconds: 0)
    private var isDirty = false

    package init() {}

    /// Shows `text`, at most ten times a second.
    package mutating func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = Instant.now()
        guard now.milliseconds(since: started) > 2000, now.milliseconds(since: last) >= 100 else { return }
        last = now
        isDirty = true
        _ = Console.put("\r\u{1B}[K" + text(), to: STDERR_FILENO)
    }

    /// Removes the line.
    package mutating func clear() {
        if isDirty { _ = Console.put("\r\u{1B}[K", to: STDERR_FILENO) }
        isDirty = false
    }
}
