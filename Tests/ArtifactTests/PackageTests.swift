import Foundation
import TestSupport
import Testing

/// What is in the zip.
@Suite(.packaged) struct PackageTests {
    @Test func theZipHoldsOneExecutableFile() throws {
        let listing = try Artifact.tool("unzip", ["-Z", Artifact.zip.path])
        let files = listing.output.split(separator: "\n").filter { $0.hasPrefix("-") }
        #expect(files.count == 1, "\(listing.output)")
        let file = try #require(files.first)
        #expect(file.hasPrefix("-rwxr-xr-x") && file.hasSuffix("80-Jan-01 00:00 bootstrap"))
    }

    @Test func theZipIsSmall() throws {
        let size = try FileManager.default.attributesOfItem(atPath: Artifact.zip.path)[.size] as? Int
        #expect(try #require(size) <= 4_823_449, "4.6 MiB")
    }

    @Test func theFunctionIsStatic() throws {
        let headers = try Artifact.tool("readelf", ["--wide", "--program-headers", Artifact.bootstrap().path])
        #expect(headers.output.contains("LOAD"))
        #expect(!headers.output.contains("INTERP") && !headers.output.contains("DYNAMIC"), "\(headers.output)")
    }

    @Test func nothingOfTheBuildMachineIsInIt() throws {
        let bytes = try Data(contentsOf: Artifact.bootstrap())
        #expect(bytes.range(of: Data(Parts.root.path.utf8)) == nil)
    }

    @Test func startedByHandItNamesTheWayToRunIt() throws {
        let run = try Subprocess.run(Artifact.bootstrap(), environment: [:])
        #expect(run.status == 1)
        #expect(run.errors.hasSuffix("./build.sh replay\n") && run.errors.split(separator: "\n").count == 1)
    }
}
