import Bytes
import Foundation
import Terminal

/// A file that is written whole or not at all: a new file beside it takes its place at the end.
///
/// Standard output, and a path that is not a file (a pipe, a terminal, `/dev/null`), is written as it comes.
package final class OutputFile {
    /// Its name in messages.
    package let name: String
    /// Bytes written so far.
    package private(set) var count = 0
    private let descriptor: Int32
    /// The file to replace, and the one that is to replace it.
    private let target: String?
    private var temporary: String?
    private var buffer = ByteBuffer(capacity: 1 << 17)

    /// `path` is `-` for standard output. Throws `CommandFailure`.
    package init(_ path: String) throws(CommandFailure) {
        name = path == "-" ? "standard output" : path
        var status = stat()
        let exists = path != "-" && stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        guard !exists || kind != S_IFDIR else {
            throw CommandFailure("\(path) is a folder: name a file, or none for standard output")
        }
        guard path != "-", !exists || kind == S_IFREG else {
            target = nil
            descriptor = path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw Self.failure(path, errno) }
            return
        }
        // A link stays one: what it points to is replaced.
        let resolved = exists ? realpath(path, nil) : nil
        defer { free(resolved) }
        let target = resolved.map { String(cString: $0) } ?? path
        var template = Array("\(target).XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        self.target = target
        temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let mask = umask(0)
        umask(mask)
        fchmod(descriptor, exists ? status.st_mode & 0o777 : 0o666 & ~mask)
        Cleanup.shared.add(path: temporary ?? "")
    }

    deinit {
        if let temporary { Cleanup.shared.delete(path: temporary) }
        if descriptor != STDOUT_FILENO { close(descriptor) }
    }

    /// The folder that it is in; for standard output, the one for temporary files.
    package var folder: String {
        target.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? NSTemporaryDirectory()
    }

    /// Writes `line` and a line feed. Throws `CommandFailure`.
    package func write(line: UnsafeRawBufferPointer) throws(CommandFailure) {
        buffer.append(line)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Puts the whole file in its place, safe from a power cut. Throws `CommandFailure`.
    package func finish() throws(CommandFailure) {
        try flush()
        guard let target, let temporary else { return }
        guard fsync(descriptor) == 0, rename(temporary, target) == 0 else { throw Self.failure(name, errno) }
        Cleanup.shared.forget(path: temporary)
        self.temporary = nil
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        fsync(directory)
        close(directory)
    }

    private func flush() throws(CommandFailure) {
        guard Descriptor.write(buffer.bytes, to: descriptor) == nil else { throw Self.failure(name, errno) }
        count += buffer.count
        buffer.removeAll()
    }

    private static func failure(_ name: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            "\(name) cannot be written: \(String(cString: strerror(code))): check the folder and its free space")
    }
}
