import Foundation
import Testing

/// A new folder that goes away with its owner.
package final class TemporaryFolder: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "flight-school-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// The folder's path.
    package var path: String { url.path }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// A new, empty file, open for writing.
    package func newFile(_ name: String) throws -> FileHandle {
        let file = url.appending(path: name)
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    /// The text of a file in the folder; empty if there is none.
    package func text(_ name: String) -> String {
        (try? Data(contentsOf: url.appending(path: name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Writes a program and returns its path. Another process does the last step: this one's descriptor could be in the
    /// hands of a child that another test is just starting, and the system starts no program that is open for writing.
    package func writeProgram(_ name: String, _ text: String) throws -> String {
        let file = try write("\(name).text", text)
        let install = try Subprocess.run(
            URL(filePath: "/usr/bin/install"), ["-m", "755", file, "\(path)/\(name)"])
        try #require(install.status == 0, "\(install.errors)")
        return "\(path)/\(name)"
    }
}
