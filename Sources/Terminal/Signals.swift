import Foundation

/// Signals as events that a thread waits for.
package enum Signals {
    /// The signals that ask the tool to end.
    package static let termination = [SIGINT, SIGTERM, SIGHUP]

    /// Blocks the signals in this thread and in all that it starts from now on.
    package static func hold(_ numbers: [Int32]) -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        return signals
    }

    /// Waits for one of the signals, which must be held, and returns it.
    @discardableResult
    package static func wait(for signals: sigset_t) -> Int32 {
        var signals = signals
        var received: Int32 = 0
        sigwait(&signals, &received)
        return received
    }

    /// Takes over the signals that ask the tool to end: `body` is called with each, on a thread of its own. Must be
    /// called before any other thread starts.
    static func watch(_ body: @escaping @Sendable (Int32) -> Void) {
        let signals = hold(termination)
        Thread.detachNewThread { while true { body(wait(for: signals)) } }
    }

    /// Ends this process by the signal, as if it had never been held.
    static func end(by number: Int32) {
        signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        kill(getpid(), number)
    }
}
