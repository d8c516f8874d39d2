import Foundation

/// A file without a name that a log writes to, so that nothing has to read along.
package final class LogCapture {
    package let descriptor: Int32

    package init() {
        var name = Array("\(NSTemporaryDirectory())/log-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        unlink(name)
    }

    deinit { close(descriptor) }

    /// Everything written so far.
    package var text: String {
        var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, Int32(SEEK_END))))
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    /// The lines written so far. What has no newline at its end is a line too, and marked.
    package var lines: [String] {
        var lines = text.components(separatedBy: "\n")
        let rest = lines.removeLast()
        return rest.isEmpty ? lines : lines + ["no newline after: \(rest)"]
    }

    /// A line as Foundation reads it. Throws if it is not one JSON object.
    package static func object(_ line: some StringProtocol) throws -> [String: Any] {
        guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw CocoaError(.coderReadCorrupt)
        }
        return object
    }
}
