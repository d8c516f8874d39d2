import Foundation
import JSON
import Support
import Testing

/// What a start reads of a file that no page cache holds, as `bench --cold` measures it. The bounds are loose: a start that has
/// come to need half a megabyte more wants a new order (`./build.sh order`).
@Suite(
    .enabled(
        if: Parts.mustRun(["dist/GetSchools.zip", "dist/MatchExplainer.zip", ".build/floor.zip"].allSatisfy(isThere)),
        "dist/ and .build/floor.zip are not built: run ./build.sh test"))
struct ColdStartTests {
    @Test func aStartReadsLittle() throws {
        let cold = try Self.bench(environment: [])
        guard let rows = cold.array else {
            #expect(cold.string?.hasPrefix("not measured: ") == true, "\(cold.text)")
            return
        }
        let names = rows.compactMap { $0["name"]?.string }
        #expect(
            names == ["floor", "GetSchools", "GetSchools, TLS", "MatchExplainer", "MatchExplainer, TLS"], "\(cold.text)"
        )
        for (name, row) in zip(names, rows) {
            let read = try #require(row["readKiB"].flatMap { Double($0.text) })
            let mapped = try #require(row["fileKiB"].flatMap { Double($0.text) })
            #expect(read > 0 && read <= (name.hasSuffix("TLS") ? 3900 : 1900), "\(row.text)")
            #expect(mapped > 0 && mapped <= read, "\(row.text)")
        }
    }

    /// Where the page cache is the only place of the file, nothing is read, and the row says so in words.
    @Test func aPlaceWithoutADiskIsNamed() throws {
        let cold = try Self.bench(environment: [("TMPDIR", "/dev/shm")])
        #expect(cold.string == "not measured: /dev/shm/ is on no disk; set TMPDIR to a folder that is")
    }

    private static func bench(environment: [(String, String)]) throws -> JSONValue {
        let root = Parts.root.path
        let (end, output) = try LocalToolProcess.run(
            ["bench", "--cold", "--json", "--functions", "\(root)/dist", "--events", "\(root)/Events"]
                + ["--floor", "\(root)/.build/floor.zip"], environment: environment)
        try #require(end == "exit status 0", "\(output)")
        return try JSONValue(parsing: Array(output.joined(separator: "\n").utf8))
    }
}

private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(Parts.root.path)/\(path)") }
