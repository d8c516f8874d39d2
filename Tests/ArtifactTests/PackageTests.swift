import Foundation
import Support
import Testing

/// What is in each zip.
@Suite(.packaged) struct PackageTests {
    @Test(arguments: Artifact.allCases) func theZipHoldsOneExecutableFile(artifact: Artifact) throws {
        let listing = try Artifact.tool("unzip", ["-Z", artifact.zip.path])
        let files = listing.output.split(separator: "\n").filter { $0.hasPrefix("-") }
        #expect(files.count == 1, "\(listing.output)")
        let file = try #require(files.first)
        #expect(file.hasPrefix("-rwxr-xr-x") && file.hasSuffix("80-Jan-01 00:00 bootstrap"))
    }

    @Test(arguments: Artifact.allCases) func theZipIsSmall(artifact: Artifact) throws {
        let size = try FileManager.default.attributesOfItem(atPath: artifact.zip.path)[.size] as? Int
        #expect(try #require(size) <= 3_565_158, "3.4 MiB, with OpenSSL 3.0: of another release nothing is left out")
    }

    @Test(arguments: Artifact.allCases) func theFunctionIsStatic(artifact: Artifact) throws {
        let headers = try Artifact.tool("readelf", ["--wide", "--program-headers", artifact.bootstrap().path])
        #expect(headers.output.contains("LOAD"))
        #expect(!headers.output.contains("INTERP") && !headers.output.contains("DYNAMIC"), "\(headers.output)")
    }

    @Test(arguments: Artifact.allCases) func nothingOfTheBuildMachineIsInIt(artifact: Artifact) throws {
        let bytes = try Data(contentsOf: artifact.bootstrap())
        #expect(bytes.range(of: Data(Parts.root.path.utf8)) == nil)
    }

    @Test(arguments: Artifact.allCases) func startedByHandItNamesTheWayToRunIt(artifact: Artifact) throws {
        let run = try Subprocess.run(artifact.bootstrap(), environment: [:])
        #expect(run.status == 1)
        #expect(run.errors.hasSuffix("./build.sh replay\n") && run.errors.split(separator: "\n").count == 1)
    }
}
