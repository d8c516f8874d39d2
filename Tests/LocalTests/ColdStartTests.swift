import Foundation
import Support
import Testing

/// What a start reads of a file that no page cache holds, as in a new microVM. The bounds are loose: a start that has come to
/// need half a megabyte more wants a new order (`./build.sh order`).
@Suite(
    .packaged, .helpers, .serialized,
    .enabled(if: DiskReadAhead.file != nil, "the read-ahead of the temporary folder's disk cannot be set here")
) struct ColdStartTests {
    /// Drops the function's file out of the page cache and becomes it.
    private static let cold = #"sync "$0" && dd if="$0" iflag=nocache count=0 status=none && exec "$0""#

    @Test(.root, arguments: Artifact.allCases) func aStartReadsLittle(artifact: Artifact) throws {
        try expect(artifact, [], readsAtMost: 2500)
    }

    @Test(.root, arguments: Artifact.allCases) func aStartWithTLSReadsLittle(artifact: Artifact) throws {
        try expect(artifact, ["--tls", Artifact.certificate("good")], readsAtMost: 4800)
    }

    private func expect(_ artifact: Artifact, _ options: [String], readsAtMost kilobytes: Int) throws {
        let folder = try TemporaryFolder()
        let copy = folder.url.appending(path: "bootstrap")
        try FileManager.default.copyItem(at: artifact.bootstrap(), to: copy)
        let readAhead = try #require(DiskReadAhead.file)
        let before = try Artifact.tool("cat", [readAhead]).output.filter { !$0.isWhitespace }
        func set(_ kilobytes: String) throws {
            _ = try Artifact.tool("sh", ["-c", "echo \"$0\" >\"$1\"", kilobytes, readAhead])
        }
        try set("128")  // as Linux does by itself
        defer { try? set(before) }
        let outcome = try artifact.invoke(
            options + ["--until-next"],
            environment: ["AWS_CA_BUNDLE": Artifact.certificate("authority") + ".pem"],
            command: ["sh", "-c", Self.cold, copy.path])
        #expect(outcome.status == 0 && outcome.log.isEmpty, "\(outcome)")
        #expect(try #require(outcome.read) / 1024 <= kilobytes)
    }
}

private enum DiskReadAhead {
    /// The kernel's file with the read-ahead, in KB, of the disk that temporary folders are on; nil where there is none to write.
    static let file: String? = {
        let folder = NSTemporaryDirectory()
        guard let device = try? Artifact.tool("stat", ["-c", "%Hd:%Ld", folder]).output.filter({ !$0.isWhitespace })
        else { return nil }
        let path = "/sys/class/bdi/\(device)/read_ahead_kb"
        return FileManager.default.isWritableFile(atPath: path) ? path : nil
    }()
}
