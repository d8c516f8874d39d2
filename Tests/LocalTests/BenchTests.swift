import APIGateway
import AWSClient
import Configuration
import EmbeddedAWS
import JSON
import Support
import Terminal
import Testing

@testable import Local

@Suite struct BenchTests {
    @Test func repeatsSchoolsUnderNewIds() throws {
        let schools = try SampleItems.items(Array(#"[{"schoolId":"a","n":"1"},{"schoolId":"b","n":"2"}]"#.utf8))
        let items = WarmCase.repeated(schools, count: 5)
        #expect(items.map { $0.string("schoolId") } == (1...5).map { "school-\($0)" })
        #expect(items.map { $0.string("n") } == ["1", "2", "1", "2", "1"])
        #expect(throws: Never.self) {
            try EmbeddedServices(schools: items, credentials: EmbeddedCredentials.invented())
        }
    }

    @Test(arguments: [([], 50, 0), ([3], 99, 3), ([4, 1, 3, 2], 50, 2), ([1, 2, 3, 4], 99, 4), ([4, 1, 3, 2], 0, 1)])
    func takesPercentiles(values: [Double], percent: Int, expected: Double) {
        #expect(values.percentile(percent) == expected)
    }

    @Test func takesTheMedianOfEachFigure() {
        let measurements = [(3.0, 10.0), (1, 30), (2, 20)].map { Measurement(values: [.initMs: $0, .p50Us: $1]) }
        let median = Measurement.median(measurements)
        #expect(median[.initMs] == 2 && median[.p50Us] == 20)
        let start = Measurement(values: [.initMs: 7, .firstUs: 8, .p50Us: 9])
        let started = median.starting(as: start)
        #expect(started[.initMs] == 7 && started[.firstUs] == 8 && started[.p50Us] == 20)
    }

    @Test func reportsTablesAndJSON() throws {
        let floor = Measurement(values: [.initMs: 0.5, .firstUs: 30, .p50Us: 20, .cpuUs: 20, .peakKiB: 700])
        let function = Measurement(values: [.initMs: 1, .firstUs: 60, .p50Us: 22, .cpuUs: 25, .peakKiB: 5600])
        let report = BenchReport(
            comparison: [("floor", floor), ("GetSchools", function)], zipBytes: [1000, 2000],
            warm: [("48 schools, read", function)],
            pages: [PageBench.Measurement(pageBytes: 300_000, milliseconds: 0.5)])
        let rows = report.table.split(separator: "\n").filter { $0.hasPrefix("floor") || $0.hasPrefix("GetSchools") }
        #expect(rows.count == 3 && Set(rows.prefix(2).map(\.count)).count == 1, "\(report.table)")
        let comparison = try #require(report.json["comparison"]?.array)
        #expect(comparison.map { $0["name"]?.string } == ["floor", "GetSchools"])
        #expect(comparison.map { $0["initMsRatio"]?.text } == ["1.000", "2.000"])
        #expect(comparison[1]["p50UsRatio"]?.text == "1.100" && comparison[1]["zipBytes"]?.text == "2000")
        #expect(report.json["warm"]?.array?.first?["cpuUs"]?.text == "25.0")
        #expect(report.json["pages"]?.array?.first?["p50Ms"]?.text == "0.5000")
    }

    /// The events that the cases and the comparison send are there, for every function that has a route.
    @Test func findsItsEvents() throws {
        let folder = "\(Parts.root.path)/Events"
        let events = try SampleEvent.load([], folder: folder)
        let cases = try WarmCase.all(try TextFile.items("\(folder)/schools.json"), events)
        #expect(cases.count == 8 && cases[4].schools.count == 5000)
        for route in Route.all {
            let event = try FloorComparison.optionsEvent(route.function, events)
            #expect(try JSONValue(parsing: event)["httpMethod"]?.string == "OPTIONS" && event.count > 3000)
        }
        #expect(throws: CommandFailure.self) { try FloorComparison.optionsEvent("Hello", events) }
    }
}
