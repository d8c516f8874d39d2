import Foundation
import Support
import Testing

/// Builds from nothing, in a folder of another name: the same bytes, and failures that leave no half of a zip.
@Suite(.packaged, .serialized) struct CleanBuildTests {
    /// A copy of the sources, in a folder with a space in its name, built the first time that it is asked for.
    private static let copy = Result {
        let folder = try TemporaryFolder()
        let sources = folder.url.appending(path: "another folder")
        try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
        let pack = "tar -C \"$0\" --exclude=./.build --exclude=./dist --exclude=./.git -cf - . | tar -C \"$1\" -xf -"
        let packed = try Artifact.tool("sh", ["-c", pack, Parts.root.path, sources.path])
        try #require(packed.status == 0, "\(packed.errors)")
        let built = try Subprocess.run(sources.appending(path: "build.sh"), seconds: 600)
        try #require(built.status == 0, "\(built.errors)")
        return (folder: folder, root: sources)
    }

    @Test(arguments: Artifact.allCases) func twoCleanBuildsGiveTheSameBytes(artifact: Artifact) throws {
        let root = try Self.copy.get().root
        let zip = try Data(contentsOf: root.appending(path: "dist/\(artifact.rawValue).zip"))
        #expect(
            try zip == Data(contentsOf: artifact.zip), "dist/ is not of these sources, or the build is not the same")
    }

    @Test func aSecondRunDoesNothing() throws {
        let root = try Self.copy.get().root
        let before = try times(root)
        let again = try Subprocess.run(root.appending(path: "build.sh"))
        #expect(again.status == 0 && again.errors.isEmpty && again.output.contains(" static\n"))
        #expect(try times(root) == before)
    }

    private func times(_ root: URL) throws -> [String] {
        let files = Artifact.allCases.map(\.rawValue).flatMap {
            ["dist/\($0).zip", ".build/package/\($0)/bootstrap", ".build/static/release/\($0)"]
        }
        return try files.map {
            try Artifact.tool("stat", ["-c", "%Y %Z %i", root.appending(path: $0).path]).output
        }
    }

    @Test func aFailingCompileIsShown() throws {
        let root = try Self.copy.get().root
        let file = root.appending(path: "Sources/GetSchools/broken.swift")
        try Data("let number: Int = \"text\"\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let zip = try Data(contentsOf: root.appending(path: "dist/GetSchools.zip"))
        let run = try Subprocess.run(root.appending(path: "build.sh"), seconds: 600)
        #expect(run.status == 1 && run.output.isEmpty)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(run.errors)")
        #expect(lines.first?.contains("broken.swift:1:19: error: ") == true)
        #expect(lines.last == "build.sh: building GetSchools failed: fix the errors above and run this again")
        #expect(try Data(contentsOf: root.appending(path: "dist/GetSchools.zip")) == zip, "the old zip stays")
    }

    /// A disk with room for less than the zip, or less than the build.
    @Test(.root, arguments: [("dist", "2m"), ("dist", "9m"), (".build", "4m"), (".build", "20m")])
    func aFullDiskIsNamed(folder: String, size: String) throws {
        let root = try Self.copy.get().root
        let mounted =
            "mount -t tmpfs -o size=\(size) none \(folder) && rm -f .build/package.stamp && ./build.sh; "
            + "status=$?; ls -A dist; exit $status"
        let run = try Subprocess.run(
            URL(filePath: "/usr/bin/env"), ["unshare", "--mount", "sh", "-c", mounted], in: root, seconds: 600)
        #expect(run.status == 1)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains("there is no space left on \(root.path)/\(folder)"), "\(run.errors)")
        #expect(folder != "dist" || run.output.isEmpty, "left behind: \(run.output)")
    }
}
