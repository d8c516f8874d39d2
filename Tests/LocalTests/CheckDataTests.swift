import EmbeddedAWS
import Foundation
import JSON
import Support
import Testing

@testable import Local

/// `local check-data` as a process: its exit status and what it writes, of files and of a table of the embedded endpoint.
@Suite struct CheckDataTests {
    private static let sample = Parts.root.appending(path: "Events/schools.json").path

    @Test func theSampleSchoolsAreInEveryListing() throws {
        let (end, output) = try LocalToolProcess.run(["check-data", Self.sample])
        #expect(end == "exit status 0" && output.last == "48 schools: 1 last in an order", "\(output)")
        #expect(output.contains { $0.hasSuffix("school-037  it has no avgRating") })
        #expect(output.allSatisfy { !$0.contains("\u{1B}") })
    }

    /// Every third school of the sample loses something else: a table and a file of them get the same report.
    @Test func aTableAndAFileGetTheSameReport() throws {
        var schools = try #require(try JSONValue(parsing: Parts.file("Events/schools.json")).array)
        let name = try #require(schools[1]["name"]?.string)
        let changes: [(String, JSONValue)] = [
            ("name", .null), ("avgRating", "4.5"), ("heroImageUrl", ""), ("programDetails", []), ("costBand", .null),
            ("name", .string(name.uppercased() + ", Inc.")), ("location", ["state": "ZZ"]),
        ]
        for (number, (name, value)) in changes.enumerated() {
            let members = try #require(schools[number * 3].members).filter { $0.name != name }
            schools[number * 3] = .object(members + [(name, value)])
        }
        let folder = try TemporaryFolder()
        let file = try folder.write("schools.json", JSONValue.array(schools).text)
        let keys = EmbeddedCredentials.fixed
        let server = try HTTPServer(
            port: 0,
            handler: try TextFile.services(schools: file, pageSize: 7, credentials: keys, faults: try FaultPlan([])))
        server.start()
        defer { server.stop() }
        func check(_ arguments: String...) throws -> (end: String, output: [String]) {
            try LocalToolProcess.run(
                ["check-data"] + arguments,
                environment: [
                    ("AWS_REGION", "us-east-1"), ("AWS_ENDPOINT_URL", "http://\(server.address)"),
                    ("AWS_ACCESS_KEY_ID", keys.accessKeyID), ("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey),
                ])
        }
        let table = try check("--table", EmbeddedServices.schoolsTable)
        #expect(table.end == "exit status 1")
        #expect(table.output.first?.hasPrefix("Checking flight-schools in region us-east-1 at http://") == true)
        #expect(
            table.output.last?.hasPrefix("48 schools: 2 in no listing, ") == true
                && table.output.last?.hasSuffix("1 two layouts that disagree, 2 near-duplicate") == true,
            "\(table.output)")
        let fromFile = try JSONValue(parsing: Array((try check(file, "--json").output.last ?? "").utf8))
        let fromTable = try JSONValue(
            parsing: Array((try check("--table", EmbeddedServices.schoolsTable, "--json").output.last ?? "").utf8))
        func findings(_ report: JSONValue) -> [String] {
            (report["findings"]?.array ?? []).map { finding in
                ["kind", "schoolId", "reason"].map { finding[$0]?.string ?? "-" }.joined(separator: " ")
            }
        }
        #expect(findings(fromFile) == findings(fromTable) && findings(fromFile).count >= 8)
        #expect(fromFile["counts"]?.text == fromTable["counts"]?.text)
        #expect(fromFile["file"]?.string == file && fromTable["table"]?.string == EmbeddedServices.schoolsTable)
    }

    @Test(arguments: [
        (["check-data", "a", "--table", "schools"], 2, "local: check-data takes a FILE or --table NAME, not both"),
        (["check-data", "a", "b"], 2, "local: check-data takes one file, not b, too"),
        (["check-data", "--table", "a/b"], 2, "local: --table a/b: a table's name is"),
        (["check-data", "/none.json"], 1, "local: /none.json cannot be read"),
        (["check-data", "/dev/null"], 1, "local: /dev/null is empty: a file of schools is a JSON array"),
        (["check-data", "--table", "schools"], 1, "local: environment variable AWS_REGION"),
    ])
    func saysWhatIsWrong(arguments: [String], status: Int, start: String) throws {
        let (end, output) = try LocalToolProcess.run(arguments)
        #expect(end == "exit status \(status)")
        #expect(output.count == 1 && output[0].hasPrefix(start), "\(output)")
    }
}
