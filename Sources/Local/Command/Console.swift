import Foundation

/// Writing to the developer's terminal or pipe, at once and whole.
enum Console {
    /// Writes a line to standard output. Throws `Problem` when nobody reads it any more, or the disk is full.
    static func write(_ line: String) throws(Problem) {
        guard let reason = put("\(line)\n", to: STDOUT_FILENO) else { return }
        throw Problem("standard output cannot be written: \(reason)")
    }

    /// Writes a line to standard error; that this may fail, nobody could be told.
    static func complain(_ line: String) { _ = put("\(line)\n", to: STDERR_FILENO) }

    /// Answers why it failed, or nil.
    private static func put(_ text: String, to descriptor: Int32) -> String? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
