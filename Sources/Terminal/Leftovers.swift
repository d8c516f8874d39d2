import Foundation

/// What must not outlive an interrupted command: temporary folders and the functions' processes.
package final class Leftovers: @unchecked Sendable {
    package static let shared = Leftovers()

    private let lock = NSLock()
    private var folders: Set<String> = []
    private var processes: Set<pid_t> = []

    package func add(folder: String) { _ = lock.withLock { folders.insert(folder) } }
    /// A folder, or a file, that is no leftover any more.
    package func forget(folder: String) { _ = lock.withLock { folders.remove(folder) } }
    package func add(process: pid_t) { _ = lock.withLock { processes.insert(process) } }
    /// The process is still a zombie: its id cannot be another's.
    package func remove(process: pid_t) { _ = lock.withLock { processes.remove(process) } }

    /// Deletes a folder that was added.
    package func delete(folder: String) {
        _ = lock.withLock { folders.remove(folder) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// From now on SIGINT, SIGTERM and SIGHUP clear everything away before they end the tool. Call before any thread starts.
    package func clearWhenInterrupted() {
        let signals = Signals.hold([SIGINT, SIGTERM, SIGHUP])
        Thread.detachNewThread {
            let received = Signals.wait(for: signals)
            self.clear()
            signal(received, SIG_DFL)
            Signals.release(signals)
            kill(getpid(), received)
        }
    }

    private func clear() {
        lock.withLock {
            for process in processes { kill(-process, SIGKILL) }
            for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
        }
    }
}

/// Signals as events that a thread waits for.
package enum Signals {
    /// Holds them back from this thread and all that it starts.
    package static func hold(_ numbers: [Int32]) -> sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        return signals
    }

    /// Waits for one of them and answers which came.
    package static func wait(for signals: sigset_t) -> Int32 {
        var signals = signals
        var received: Int32 = 0
        sigwait(&signals, &received)
        return received
    }

    /// Lets them through to this thread.
    static func release(_ signals: sigset_t) {
        var signals = signals
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
