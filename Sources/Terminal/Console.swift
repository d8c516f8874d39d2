import Foundation

/// Writing to the developer's terminal or pipe, at once and whole.
package enum Console {
    /// Writes a line to standard output. Throws `Problem` when nobody reads it any more, or the disk is full.
    package static func write(_ line: String) throws(Problem) {
        guard let reason = put("\(line)\n", to: STDOUT_FILENO) else { return }
        throw Problem("standard output cannot be written: \(reason)")
    }

    /// Writes a line to standard error; that this may fail, nobody could be told.
    package static func complain(_ line: String) { _ = put("\(line)\n", to: STDERR_FILENO) }

    /// Answers why it failed, or nil.
    private static func put(_ text: String, to descriptor: Int32) -> String? {
        var text = text
        return text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
