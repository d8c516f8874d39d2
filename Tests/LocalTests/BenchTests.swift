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
    private static func events() throws -> [SampleEvent] {
        try SampleEvent.load([], folder: "\(Parts.root.path)/Events")
    }

    /// The events of listings are requests that differ in their parameters only.
    @Test func asksForListings() throws {
        let listing = try WarmCase.listing(Self.events())([("fields", "card"), ("limit", "20")])
        func query(_ event: [UInt8], _ names: String...) throws -> [String?] {
            try event.withUnsafeBytes { bytes in
                let request = try ProxyRequest(bytes)
                #expect(request.method == "GET" && request.path == "/schools")
                return names.map { request.query($0) }
            }
        }
        let same = BenchEvents.same(listing.event())
        #expect(try query(same.next(after: []), "fields", "limit", "cursor") == ["card", "20", nil])
        #expect(same.next(after: []) == same.next(after: Array("{}".utf8)))
        let fresh = BenchEvents.fresh(listing)
        #expect(try query(fresh.next(after: []), "limit", "maxBudget") == ["20", "1000001"])
        #expect(try query(fresh.next(after: []), "limit", "maxBudget") == ["20", "1000002"])
        let pages = BenchEvents.pages(listing)
        let body = JSONValue.string(#"{"schools":[],"count":0,"nextCursor":"abc"}"#)
        let response = JSONValue.object([("statusCode", 200), ("body", body)]).text
        #expect(try query(pages.next(after: []), "limit", "cursor") == ["20", nil])
        #expect(try query(pages.next(after: Array(response.utf8)), "limit", "cursor") == ["20", "abc"])
        #expect(try query(pages.next(after: Array(#"{"body":"{}"}"#.utf8)), "cursor") == [nil])
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
        let started = start.merging(median)
        #expect(started[.initMs] == 2 && started[.firstUs] == 8 && started[.p50Us] == 20)
        #expect(started.values[.bytes] == nil)
        #expect(
            Measurement(values: [.cpuUs: 30]).comparing(with: Measurement(values: [.cpuUs: 20]))[.timesFloor] == 1.5)
    }

    @Test func reportsTablesAndJSON() throws {
        let floor = Measurement(values: [.initMs: 0.5, .coldMs: 2, .firstUs: 30, .p50Us: 20, .cpuUs: 20, .peakKiB: 700])
        let function = Measurement(values: [.initMs: 1, .firstUs: 60, .p50Us: 22, .cpuUs: 25, .peakKiB: 5600])
        let start = Measurement(values: [.initMs: 1, .coldMs: 3, .readKiB: 1300, .fileKiB: 1000])
        let report = BenchReport(
            comparison: [("floor", floor), ("GetSchools", function)], zipBytes: [1000, 2000],
            cold: .measured([("floor", floor.comparingColdStarts(with: floor)), ("GetSchools", start)]),
            warm: [("48 schools, read", function)], first: [("5000 schools", Measurement(values: [.firstUs: 90]))],
            pages: [PageBench.Measurement(pageBytes: 300_000, milliseconds: 0.5)])
        let rows = report.table.split(separator: "\n").filter { $0.hasPrefix("floor") || $0.hasPrefix("GetSchools") }
        #expect(rows.count == 5 && Set(rows.prefix(2).map(\.count)).count == 1, "\(report.table)")
        #expect(Set(rows.suffix(2).map(\.count)).count == 1, "\(report.table)")
        let comparison = try #require(report.json["comparison"]?.array)
        #expect(comparison.map { $0["name"]?.string } == ["floor", "GetSchools"])
        #expect(comparison.map { $0["initMsRatio"]?.text } == ["1.000", "2.000"])
        #expect(comparison[1]["p50UsRatio"]?.text == "1.100" && comparison[1]["zipBytes"]?.text == "2000")
        #expect(report.json["warm"]?.array?.first?["cpuUs"]?.text == "25.0")
        #expect(report.json["first"]?.array?.map(\.text) == [#"{"name":"5000 schools","firstUs":90.0}"#])
        #expect(report.json["cold"]?.array?.last?["readKiB"]?.text == "1300.0")
        #expect(BenchReport.json(.not(because: "not measured: why")).string == "not measured: why")
        #expect(BenchReport.table(.not(because: "not measured: why")).hasSuffix("  not measured: why"))
        #expect(report.json["pages"]?.array?.first?["p50Ms"]?.text == "0.5000")
    }

    /// The events that the cases and the comparison send are there, for every function that has a route.
    @Test func findsItsEvents() throws {
        let events = try Self.events()
        let cases = try WarmCase.all(events)
        #expect(cases.count == 17 && Set(cases.map(\.name)).count == 17)
        for route in Route.all {
            let event = try FloorComparison.optionsEvent(route.function, events)
            #expect(try JSONValue(parsing: event)["httpMethod"]?.string == "OPTIONS" && event.count > 3000)
        }
        #expect(throws: CommandFailure.self) { try FloorComparison.optionsEvent("Hello", events) }
    }
}
