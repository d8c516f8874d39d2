import Bytes
import Foundation
import Terminal

/// A started program in a process group of its own, with its standard output and error on one pipe.
package final class ChildProcess {
    /// Process and group id.
    let pid: pid_t
    /// When it was started.
    let started: Instant
    /// What it writes.
    package let output: ProcessOutput
    private var end: String?

    /// The program could not be started.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Starts the program `path` with exactly these arguments and variables.
    package init(
        _ path: String, arguments: [String] = [], environment: [(String, String)]
    ) throws(Failure) {
        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var (pid, code, output) = (pid_t(0), Int32(0), Int32(-1))
        started = OpenDescriptors.making {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                code = errno
                return .now()
            }
            for end in ends { OpenDescriptors.keepFromChildren(end) }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
            posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
            let started = Instant.now()
            code = posix_spawn(&pid, path, &actions, &attributes, argv, envp)
            close(ends[1])
            output = ends[0]
            return started
        }
        guard code == 0 else {
            close(output)
            throw Failure(description: "\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        self.pid = pid
        self.output = ProcessOutput(descriptor: output)
        Cleanup.shared.add(process: pid)
    }

    /// Waits for the end of the process and returns how it ended: `exit status 1`, `signal: killed`.
    package func wait() -> String {
        while true {
            output.read()
            if let end = checkEnd() { return end }
            output.wait(milliseconds: 10)
        }
    }

    /// Returns how the process ended, or nil while it runs.
    func checkEnd() -> String? {
        if let end { return end }
        // The process stays a zombie until it is forgotten, so that nobody kills another one with its id.
        var info = siginfo_t()
        guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | WNOHANG) == 0, info.si_signo == SIGCHLD else {
            return nil
        }
        Cleanup.shared.forget(process: pid)
        _ = Glibc.kill(-pid, SIGKILL)
        // It stays so if `Cleanup` has killed the process and waited for it.
        var status = SIGKILL
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        // As Lambda writes it: `segmentation fault`.
        end =
            signal == 0
            ? "exit status \(status >> 8 & 0xFF)" : "signal: \(String(cString: strsignal(signal)).lowercased())"
        return end
    }

    /// Kills the process and everything that it started.
    package func kill() { if end == nil { _ = Glibc.kill(-pid, SIGKILL) } }

    /// The most memory that it has held so far, in KiB (VmHWM); nil once it has ended.
    package var peakMemory: Int? { status("VmHWM").flatMap { Int($0.filter(\.isNumber)) } }

    /// How much of files is in its memory now, in KiB (RssFile); nil once it has ended.
    var fileMemory: Int? { status("RssFile").flatMap { Int($0.filter(\.isNumber)) } }

    /// The bytes that it has read of disks; nil once it has ended.
    var bytesRead: Int? { field("read_bytes", of: "io").flatMap { Int($0.filter(\.isNumber)) } }

    /// Whether it has been killed and has not noticed yet: it will take no further step, but may still be sent something.
    var isDying: Bool {
        guard let signals = status("SigPnd").flatMap({ UInt64($0, radix: 16) }) else { return true }
        return signals & 1 << UInt64(SIGKILL - 1) != 0
    }

    private func status(_ name: String) -> Substring? { field(name, of: "status") }

    /// Returns a field of a file in `/proc/PID`; nil once the process has ended.
    private func field(_ name: String, of file: String) -> Substring? {
        let file = open("/proc/\(pid)/\(file)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let text = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { room in
            String(decoding: room[..<max(0, read(file, room.baseAddress, room.count))], as: UTF8.self)
        }
        let line = text.utf8.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "\(name):".utf8) }
        return line.flatMap { Substring($0).split(separator: "\t").last?.drop { $0 == " " } }
    }

    /// The processor time that it has used so far, in microseconds; nil once it has ended.
    var processorTime: Int? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}
