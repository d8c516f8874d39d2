import AWSClient
import Foundation
import JSON
import Schools
import Support
import Testing

@testable import SchoolsTable
@testable import Terminal

/// The report on the schools of a file, in words and for programs.
@Suite struct DataReportTests {
    private func report(_ text: String) throws -> DataReport {
        try Array(text.utf8).withUnsafeBytes { SeedPlan(try SchoolsText($0, name: "f"), in: $0).data }
    }

    private static let whole =
        #""costBand":{"min":1},"avgRating":4,"fleetSize":1,"heroImageUrl":"https://a","coordinates":{"lat":1,"lng":1},"#
        + #""programDetails":[{"costMin":1}]"#

    private let text = """
        {"schoolId":"whole","name":"Whole",\(whole)}
        {"schoolId":"b","name":"B",\(whole.replacing(#""fleetSize""#, with: #""x""#))}
        {"schoolId":"nameless",\(whole)}
        {"schoolId":"whole","name":"Again",\(whole)}
        {"schoolId":"broken"
        {"schoolId":"a","name":"A",\(whole.replacing("https", with: "http").replacing("4", with: "null"))}
        {"schoolId":"large","name":"L","bulk":"\(String(repeating: "x", count: 409_600))"}
        {"schoolId":"odd","name":"O","n":1E+999}
        """

    @Test func tellsTheWorstFirst() throws {
        let report = try report(text)
        #expect(
            report.lines(Paint(isOn: false)) == [
                "in no listing     5  no list and no match has it",
                "  line 5           it is not JSON: a comma or the end of the list was expected",
                "  line 7 large     it takes 409622 bytes in the table, both layouts: at most 409600",
                "  line 3 nameless  it has no name",
                "  line 8 odd       n is the number 1E+999: DynamoDB keeps 38 digits, from 1E-130 to 9.99E+125",
                "  line 4 whole     its schoolId is in line 1 as well",
                "last in an order  2  what is unknown sorts as 0; without a price no budget finds it",
                "  line 6 a  it has no avgRating", "  line 2 b  it has no fleetSize or fleetDetails",
                "no card picture   1  lists, results and comparisons show none",
                "  line 6 a  its heroImageUrl does not begin with https://",
                "8 schools: 5 in no listing, 2 last in an order, 1 no card picture",
            ])
        #expect(report.lines(Paint(isOn: true))[0].hasPrefix("\u{1B}[31min no listing     5\u{1B}[0m"))
    }

    @Test func tellsPrograms() throws {
        let json = try report(text).json(("file", "f"))
        #expect(json["file"]?.string == "f" && json["schools"]?.integer == 8)
        #expect(json["counts"]?["inNoListing"]?.integer == 5 && json["counts"]?["nearDuplicate"]?.integer == 0)
        #expect(json["counts"]?.members?.map(\.name) == SchoolLack.allCases.map(\.rawValue))
        let findings = try #require(json["findings"]?.array)
        #expect(findings.count == 8 && findings[2]["schoolId"]?.string == "nameless")
        #expect(findings[2]["line"]?.integer == 3 && findings[2]["kind"]?.string == "inNoListing")
        #expect(findings[2]["reason"]?.string == "it has no name")
    }

    @Test func saysThatNothingIsMissing() throws {
        #expect(try report("[]").summary == "0 schools: nothing is missing")
        let one = try report(#"{"schoolId":"a","name":"A",\#(Self.whole)}"#)
        #expect(one.lines(Paint(isOn: false)) == ["1 school: nothing is missing"])
    }

    /// The same schools give the same report in any order, as a Scan has none.
    @Test func theOrderOfReadingIsOfNoMatter() throws {
        var chance = Chance(seed: 7)
        let schools = (0..<60).map { number in
            Item([
                ("schoolId", .s("\(number % 2 == 0 ? "s" : "S")-\(number / 2)")), ("name", .s("Wing \(number % 7)")),
                number % 5 == 0 ? ("avgRating", .s("x")) : ("avgRating", .n(ExactDecimal(4))),
            ])
        }
        func findings(_ schools: [Item]) -> [String] {
            var check = DataCheck()
            for school in schools { check.add(school) }
            return check.report().findings.filter { $0.lack != .nearDuplicate }.map { "\($0.lack) \($0.id)" }
        }
        let expected = findings(schools)
        for _ in 0..<5 { #expect(findings(schools.shuffled(using: &chance)) == expected) }
    }

    /// Whatever a table holds, it moves no cursor, breaks no line and fills no screen.
    @Test func hostileTextStaysText() throws {
        var chance = Chance(seed: 99)
        var check = DataCheck()
        for number in 0..<2000 {
            let id = "\u{1B}[2J\(chance.text(upTo: 40))\n\(number)"
            let text = { (chance: inout Chance) in AttributeValue.s(chance.text(upTo: 300)) }
            check.add(
                SchoolLayouts.complete(
                    Item([
                        ("schoolId", .s(id)), ("name", text(&chance)), ("heroImageUrl", text(&chance)),
                        ("location", .m(Item([("city", text(&chance)), ("coordinates", .l([.null]))]))),
                        ("city", text(&chance)), ("programDetails", .ss(["x"])),
                        ("costBand", .m(Item([("min", .null)]))),
                    ])))
        }
        let report = check.report()
        let lines = report.lines(Paint(isOn: false))
        #expect(lines.count <= SchoolLack.allCases.count * (AlignedLines.maximumLines + 2) + 1)
        #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control } })
        #expect(report.count(.inNoRadiusSearch) == 2000)
        let read = try JSONSerialization.jsonObject(with: Data(report.json(("table", "t")).text.utf8)) as? [String: Any]
        #expect((read?["findings"] as? [Any])?.count == report.findings.count)
    }
}
