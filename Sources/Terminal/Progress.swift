import Bytes
import Foundation

/// How far a long step is: one line of a terminal that is written over, once the step has taken two seconds.
package struct Progress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let started = Instant.now()
    private var last = Instant(nanoseconds: 0)
    private var isDirty = false

    package init() {}

    /// Shows `text`, ten times a second at most.
    package mutating func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = Instant.now()
        guard now.milliseconds(since: started) > 2000, now.milliseconds(since: last) >= 100 else { return }
        last = now
        isDirty = true
        put("\r\u{1B}[K" + text())
    }

    /// Takes the line away.
    package mutating func clear() {
        if isDirty { put("\r\u{1B}[K") }
        isDirty = false
    }

    private func put(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
