import Bytes
import Foundation
import Support
import Testing

@testable import Schools
@testable import SchoolsTable
@testable import Terminal

/// The sorted spool, and the file that is written whole or not at all.
@Suite struct ExportFilesTests {
    private func bytes<R>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try Array(text.utf8).withUnsafeBytes(body)
    }

    @Test func sortsByTheBytesOfTheKeys() throws {
        let folder = try TemporaryFolder()
        let spool = try SortedSpool(in: folder.path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "it has no name")
        let large = String(repeating: "x", count: 3 << 20)
        for key in ["é", "z", "", "a", "e\u{301}", "A"] {
            try bytes(key == "a" ? large : "text of \(key)") { try spool.add(UTF8Key(key), $0) }
        }
        var read: [(String, Int)] = []
        try spool.read { key, text in read.append((key.text, text.count)) }
        #expect(read.map { Array($0.0.utf8) } == ["", "A", "a", "e\u{301}", "z", "é"].map { Array($0.utf8) })
        #expect(read[2].1 == 3 << 20 && spool.count == 6)
        #expect(throws: CommandFailure.self) { try SortedSpool(in: "\(folder.path)/none") }
    }

    @Test func replacesAFileAtTheEndOnly() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("out.jsonl", "before")
        chmod(path, 0o640)
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: path)
        var file: OutputFile? = try OutputFile("\(folder.path)/link")
        try bytes("one") { try file?.write(line: $0) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        file = nil
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["link", "out.jsonl"])
        let again = try OutputFile("\(folder.path)/link")
        for line in ["one", "two"] { try bytes(line) { try again.write(line: $0) } }
        try again.finish()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n" && again.count == 8)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/link") == path)
        #expect(throws: CommandFailure.self) { try OutputFile(folder.path) }
        #expect(throws: CommandFailure.self) { try OutputFile("\(folder.path)/none/out") }
        #expect(throws: CommandFailure.self) { try full() }
    }

    private func full() throws {
        let file = try OutputFile("/dev/full")
        try bytes("one") { try file.write(line: $0) }
        try file.finish()
    }
}
