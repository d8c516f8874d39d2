import Bytes
import Foundation
import Terminal

/// The bytes of a file of schools, or of standard input, read whole. So the schools that are
/// written are those that were checked, whatever happens to the file meanwhile.
package final class SchoolsFile {
    /// A gibibyte: 200,000 schools of 5 KB.
    package static let maximumBytes = 1 << 30

    /// How much is read at once.
    private static let piece = 1 << 20

    /// Its name in messages.
    package let name: String
    private var buffer: ByteBuffer

    /// The bytes; valid as long as this object.
    package var text: UnsafeRawBufferPointer { buffer.bytes }

    /// Reads `path`, or standard input if that is `-`. Throws `CommandFailure`.
    package init(_ path: String, maximumBytes: Int = SchoolsFile.maximumBytes) throws {
        name = path == "-" ? "standard input" : path
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(name, errno) }
        defer { if path != "-" { close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(name, errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw CommandFailure("\(name) is a folder: name a file of schools, or - for standard input")
        }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        guard !isFile || status.st_size <= maximumBytes else { throw Self.tooLarge(name, maximumBytes) }
        buffer = ByteBuffer(capacity: (isFile ? Int(status.st_size) : 0) + Self.piece + 1)
        while true {
            var code: Int32 = 0
            let count = buffer.count
            buffer.append(room: Self.piece) { (space) throws(Never) in
                var got = -1
                repeat { got = read(descriptor, space.baseAddress, space.count) } while got < 0 && errno == EINTR
                code = got < 0 ? errno : 0
                return got
            }
            guard code == 0 else { throw Self.unreadable(name, code) }
            guard buffer.count > count else { return }
            guard buffer.count <= maximumBytes else { throw Self.tooLarge(name, maximumBytes) }
        }
    }

    private static func unreadable(_ name: String, _ code: Int32) -> CommandFailure {
        CommandFailure("\(name) cannot be read: \(String(cString: strerror(code)))")
    }

    private static func tooLarge(_ name: String, _ maximum: Int) -> CommandFailure {
        CommandFailure("\(name) is larger than \(maximum) bytes: split it into several files")
    }
}
