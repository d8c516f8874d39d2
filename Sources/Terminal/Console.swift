import Foundation

/// Writing whole lines to the terminal or pipe that the tool was started with.
package enum Console {
    /// Writes a line to standard output. It is an error if its reader has gone or the disk is full.
    package static func write(_ line: String) throws(CommandFailure) {
        guard let reason = put("\(line)\n", to: STDOUT_FILENO) else { return }
        throw CommandFailure("standard output cannot be written: \(reason)")
    }

    /// Writes a line to standard error. A failure is ignored: there is nowhere left to report it.
    package static func complain(_ line: String) { _ = put("\(line)\n", to: STDERR_FILENO) }

    /// Returns why `text` could not be written, or nil.
    static func put(_ text: String, to descriptor: Int32) -> String? {
        var text = text
        return text.withUTF8 { Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}
