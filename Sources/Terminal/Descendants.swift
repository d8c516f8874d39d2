import Foundation

/// The processes that a process has started, and those that these have: compilers have process groups of their own.
enum Descendants {
    /// Returns the ids of all that run now, of any of `processes`.
    static func find(of processes: Set<pid_t>) -> [pid_t] {
        let running = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        let children = Dictionary(grouping: running) { parent(of: $0) }
        var found: [pid_t] = []
        var next = Array(processes)
        while let process = next.popLast() {
            let own = children[process] ?? []
            found += own
            next += own
        }
        return found
    }

    private static func parent(of process: pid_t) -> pid_t? {
        // pid (name) state ppid …; the name may have spaces and parentheses.
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 1
        else { return nil }
        return pid_t(fields[1])
    }
}
