import Bytes
import Foundation
import Synchronization

/// What must not outlive the tool, however it ends: temporary files and folders, and the processes that it started.
package final class Cleanup: Sendable {
    package static let shared = Cleanup()

    private struct Pending {
        var paths: Set<String> = []
        var processes: Set<pid_t> = []
        var undos: [@Sendable () -> Void] = []
        /// Whether everything is over: a process that is registered now is killed at once.
        var isFinished = false
    }

    private let pending = Mutex(Pending())

    /// Registers a file or folder to be deleted.
    package func add(path: String) { pending.withLock { _ = $0.paths.insert(path) } }

    /// Keeps a file or folder that was registered.
    package func forget(path: String) { pending.withLock { _ = $0.paths.remove(path) } }

    /// Deletes a file or folder that was registered.
    package func delete(path: String) {
        forget(path: path)
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Makes a change, and registers `undo`, which may be called twice. Returns false if the change failed, or everything is
    /// over.
    package func change(_ change: () -> Bool, undo: @escaping @Sendable () -> Void) -> Bool {
        pending.withLock { pending in
            guard !pending.isFinished, change() else { return false }
            pending.undos.append(undo)
            return true
        }
    }

    /// Registers a process group to be killed.
    package func add(process: pid_t) {
        pending.withLock { pending in
            if pending.isFinished { kill(-process, SIGKILL) }
            pending.processes.insert(process)
        }
    }

    /// Forgets a process group. Must be called while its process is still a zombie: afterwards the id may be another's.
    package func forget(process: pid_t) { pending.withLock { _ = $0.processes.remove(process) } }

    /// Makes SIGINT, SIGTERM and SIGHUP clean up before they end the tool. Must be called before any thread starts.
    package func runWhenInterrupted() {
        Signals.watch { [self] signal in
            finish()
            Signals.end(by: signal)
        }
    }

    /// Cleans up now, before the tool ends. A process that another thread still starts is killed as well.
    package func finish() {
        pending.withLock { pending in
            pending.isFinished = true
            for undo in pending.undos { undo() }
            // Found before their parents end, and with them what they have started.
            let descendants = Descendants.find(of: pending.processes)
            for process in pending.processes { kill(-process, SIGKILL) }
            for process in descendants { kill(process, SIGKILL) }
            for path in pending.paths { try? FileManager.default.removeItem(atPath: path) }
            let limit = Instant.now().advanced(milliseconds: Self.patience)
            for process in pending.processes {
                while waitpid(process, nil, WNOHANG) == 0, Instant.now() < limit { usleep(500) }
            }
        }
    }

    /// A killed process is waited for, but not longer than so many milliseconds.
    private static let patience = 500
}
