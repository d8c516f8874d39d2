import JSON
import Testing

@testable import EmbeddedAWS
@testable import Local

@Suite struct BenchTests {
    @Test func repeatsSchoolsUnderNewIds() throws {
        let schools = try SampleItems.items(Array(#"[{"schoolId":"a","n":1},{"schoolId":"b","n":2}]"#.utf8))
        let items = SchoolsBench.repeated(schools, count: 5)
        #expect(items.map { $0["schoolId"] } == (1...5).map { .s("school-0000\($0)") })
        #expect(items[4]["n"] == schools[0]["n"])
        #expect(try EmbeddedSchools(items).items.count == 5)
    }

    @Test(arguments: [([], 50, 0), ([3], 99, 3), ([1, 2, 3, 4], 50, 2), ([1, 2, 3, 4], 99, 4), ([4, 1, 3, 2], 0, 1)])
    func takesPercentiles(values: [Double], percent: Int, expected: Double) {
        #expect(BenchReport.percentile(values, percent) == expected)
    }

    @Test func reportsForPeopleAndPrograms() throws {
        let measurement = BenchSubject.Measurement(
            name: "OPTIONS", milliseconds: [1, 2], processorMicroseconds: 3, bytes: 1_000_000, peakKiB: 2048,
            perSecond: 10)
        let report = BenchReport(
            function: "GetSchools", sizes: [("zip", 1_048_576)],
            starts: BenchSubject.Starts(initialization: [1.5], first: [("OPTIONS", [2]), ("listing", [3])]),
            measurements: [measurement], pages: [PageBench.Measurement(pageBytes: 300_000, milliseconds: 0.5)])
        let rows = report.table.split(separator: "\n").filter { $0.hasPrefix("warm") || $0.hasPrefix("OPTIONS") }
        #expect(Set(rows.map(\.count)).count == 1, "\(report.table)")
        #expect(report.json["firstOptionsMs"]?.text == "2.000")
        #expect(report.json["firstListingMs"]?.text == "3.000")
        #expect(report.json["initMs"]?.text == "1.500")
        #expect(report.json["pages"]?.array?.first?["p50Ms"]?.text == "0.5000")
        #expect(report.json["warm"]?.array?.first?["megabytesPerSecond"]?.text == "10.00")
    }
}
