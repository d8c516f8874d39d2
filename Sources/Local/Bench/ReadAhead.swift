import Foundation
import Terminal

/// How much Linux reads of a disk at once around a page that a process touches.
enum ReadAhead {
    /// Why a cold start cannot be measured here.
    enum Unavailable: Error, CustomStringConvertible {
        case noDisk
        case notWritable(String)
        case kept

        var description: String {
            switch self {
            case .noDisk: "not measured: \(NSTemporaryDirectory()) is on no disk; set TMPDIR to a folder that is"
            case .notWritable(let file): "not measured: \(file) cannot be set; root can, outside of most containers"
            case .kept: "not measured: the page cache kept the file"
            }
        }
    }

    /// Calls `body` while the disk that holds `path` has the read-ahead that Linux has by itself.
    static func asByDefault<R>(_ path: String, _ body: () throws -> R) throws -> R {
        let file = try setting(of: path)
        guard let before = try? String(contentsOfFile: file, encoding: .utf8),
            Cleanup.shared.change({ set(file, "128") }, undo: { _ = set(file, before) })
        else { throw Unavailable.notWritable(file) }
        defer { if !set(file, before) { Console.complain("\(file) is 128, and was \(before)") } }
        return try body()
    }

    /// Takes a file out of the page cache.
    static func dropFromCache(_ path: String) throws(CommandFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// The kernel's file with the kilobytes of read-ahead of the disk that holds `path`.
    private static func setting(of path: String) throws(Unavailable) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .noDisk }
        let device = UInt64(status.st_dev)
        let (major, minor) = (device >> 8 & 0xFFF, device & 0xFF | device >> 12 & 0xFFF00)
        let file = "/sys/class/bdi/\(major):\(minor)/read_ahead_kb"
        guard major > 0, FileManager.default.fileExists(atPath: file) else { throw .noDisk }
        return file
    }

    private static func set(_ file: String, _ kilobytes: String) -> Bool {
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return Array(kilobytes.utf8).withUnsafeBytes { Descriptor.write($0, to: descriptor) } == nil
    }
}
