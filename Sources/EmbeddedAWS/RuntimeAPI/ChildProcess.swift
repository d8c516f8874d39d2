import Bytes
import Foundation
import Terminal

/// A started program in a process group of its own, with its standard output and error on one pipe.
package final class ChildProcess: @unchecked Sendable {
    /// Process and group id.
    let pid: pid_t
    /// When it was started.
    package let started: Instant
    /// What it writes.
    package let output: ProcessOutput
    private let lock = NSLock()
    private var hasEnded = false

    /// What stood in the way of starting a program.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts `path` with exactly these arguments and variables. Throws `Failure`.
    package init(_ path: String, arguments: [String] = [], environment: [(String, String)]) throws {
        OpenDescriptors.lock.lock()
        defer { OpenDescriptors.lock.unlock() }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(description: "pipe: \(String(cString: strerror(errno)))") }
        for end in ends { OpenDescriptors.keepFromChildren(end) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        started = .now()
        let code = posix_spawn(&pid, path, &actions, &attributes, argv, envp)
        close(ends[1])
        output = ProcessOutput(descriptor: ends[0])
        guard code == 0 else {
            throw Failure(description: "\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        self.pid = pid
        Leftovers.shared.add(process: pid)
    }

    /// Waits for its end and answers how it was: `exit status 1`, `signal: killed`. Call it once.
    package func wait() -> String {
        var status: Int32 = 0
        var info = siginfo_t()
        // The process stays a zombie until the flag is set, so that `kill` can never hit another one with its id.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        lock.withLock {
            hasEnded = true
            Leftovers.shared.remove(process: pid)
            _ = Glibc.kill(-pid, SIGKILL)
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        }
        let signal = status & 0x7F
        return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal: \(Self.name(of: signal))"
    }

    /// Kills the process and everything that it started.
    package func kill() {
        lock.withLock { if !hasEnded { _ = Glibc.kill(-pid, SIGKILL) } }
    }

    /// The most memory that it has held so far, in KiB (VmHWM); nil once it has ended.
    package var peakMemory: Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0.trimming { $0 == "\t" }) }
    }

    /// Processor time that it has used so far, in microseconds; nil once it has ended.
    package var processorTime: Int? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    private static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            SIGABRT: "aborted", SIGBUS: "bus error", SIGFPE: "floating point exception", SIGILL: "illegal instruction",
            SIGKILL: "killed", SIGPIPE: "broken pipe", SIGSEGV: "segmentation fault", SIGTERM: "terminated",
            SIGTRAP: "trace/breakpoint trap",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}

/// Descriptors must not reach a child that another thread starts in between: Swift's Glibc has neither pipe2 nor accept4.
enum OpenDescriptors {
    /// Held from making a descriptor to marking it, and while a program is started.
    static let lock = NSLock()

    static func keepFromChildren(_ descriptor: Int32) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
}
