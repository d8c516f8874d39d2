import Bytes
import Foundation
import Support
import Testing

@testable import SchoolsTable
@testable import Terminal

/// Which schools a file holds, and what is said of a file that holds none.
@Suite struct SchoolsTextTests {
    /// The lines and texts of the entries; a fault in place of a text.
    private func entries(_ text: String) throws -> [String] {
        try Array(text.utf8).withUnsafeBytes { bytes in
            try SchoolsText(bytes, name: "f.json").entries.map { entry in
                let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[entry.range]), as: UTF8.self)
                return "\(entry.line)\(entry.form == .typed ? " typed" : ""): \(entry.fault ?? text)"
            }
        }
    }

    @Test(arguments: [
        ("[]", []), (" [\n ]\n", []), ("[{}]", ["1: {}"]),
        ("[\n{},\n\n  [1,\n2], \"x\"]\n", ["2: {}", "4: [1,\n2]", "5: \"x\""]),
        ("{}\n{}\n", ["1: {}", "2: {}"]), ("{}\r\n\r\n{\"a\":1}", ["1: {}", "3: {\"a\":1}"]),
        ("{\n\"a\":1\n}\n{}", ["1: {\n\"a\":1\n}", "4: {}"]),
        ("\u{FEFF}[{}]", ["1: {}"]), ("\u{FEFF}{}\n", ["1: {}"]),
    ])
    func findsSchools(text: String, expected: [String]) throws { #expect(try entries(text) == expected) }

    /// Schools in DynamoDB's own JSON, marked `typed`, and in a response of the API.
    @Test(arguments: [
        (#"{"Item":{"a":1}}"#, [#"1 typed: {"a":1}"#]),
        ("{\"Item\":{}}\n{\"Item\":{} }", ["1 typed: {}", "2 typed: {}"]),
        ("{\"Count\":2,\n\"Items\":[{},\n {\"b\":2}]}", ["2 typed: {}", "3 typed: {\"b\":2}"]),
        (#"{"Items":[]}"#, []), (#"{"schools":[{},{"b":2}],"count":2,"nextCursor":"x"}"#, ["1: {}", #"1: {"b":2}"#]),
        (#"[{"Item":{"a":1}},{"schoolId":"x"}]"#, [#"1 typed: {"a":1}"#, #"1: {"schoolId":"x"}"#]),
        (#"{"schoolId":{"S":"x"}}"#, [#"1 typed: {"schoolId":{"S":"x"}}"#]),
        // A school that has such an attribute is a school.
        (#"{"Item":{},"schoolId":"x"}"#, [#"1: {"Item":{},"schoolId":"x"}"#]),
        (#"{"schoolId":"x","Items":[1]}"#, [#"1: {"schoolId":"x","Items":[1]}"#]),
        (#"{"Item":"x"}"#, [#"1: {"Item":"x"}"#]), (#"{"Items":{}}"#, [#"1: {"Items":{}}"#]),
        ("{}\n{\"Items\":[{},\n{}]}x\n{}", ["1: {}", "2: something follows the school", "4: {}"]),
    ])
    func findsSchoolsInOtherForms(text: String, expected: [String]) throws {
        #expect(try entries(text) == expected)
    }

    /// A bad line is one school, and the next one is read.
    @Test(arguments: [
        ("{}\n{\"a\":1\n{\"b\":2}\n", ["1: {}", "2: a comma or the end of the list was expected", "3: {\"b\":2}"]),
        (
            "{}\n{\"a\":\n{\"b\":2}\n{}\n",
            ["1: {}", "2: a comma or the end of the list was expected", "3: {\"b\":2}", "4: {}"]
        ),
        ("{}\n{\"a\":\"b\n{}\n", ["1: {}", "2: a string holds a control character", "3: {}"]),
        ("{}\nnonsense\n{}\n", ["1: {}", "2: an object was expected", "3: {}"]),
        ("{}\n{} {}\n{}, {}\n{}\n", ["1: {}", "2: {}", "2: {}", "3: something follows the school", "4: {}"]),
    ])
    func goesOnBehindABadLine(text: String, expected: [String]) throws { #expect(try entries(text) == expected) }

    @Test(arguments: [
        ("", "f.json is empty"), (" \n\t\r\n", "f.json is empty"),
        ("a,b\n1,2\n", "line 1, is not JSON (an object was expected)"),
        ("\n\n{\"a\":1,}\n", "line 3, is not JSON (a string was expected)"), ("[{},\n{},\n{]", "line 3, is not JSON"),
        ("[{}] {}", "line 1, is not JSON (something follows"), ("[{}\n", "line 2, is not JSON"),
        ("\u{1F}\u{8B}", "line 1, is not JSON"), ("\u{0}\u{1}\u{2}", "line 1, is not JSON"),
        ("PK\u{3}\u{4}", "line 1, is not JSON"),
    ])
    func saysWhatIsWrongWithAFile(text: String, expected: String) {
        let failure = #expect(throws: CommandFailure.self) { try entries(text) }
        #expect(failure?.description.contains(expected) == true, "\(String(describing: failure))")
        #expect(failure?.description.contains("a file of schools is a JSON array") == true)
    }

    @Test func saysThatAFileIsCompressed() {
        let failure = #expect(throws: CommandFailure.self) {
            try ([0x1F, 0x8B, 8, 0] as [UInt8]).withUnsafeBytes { _ = try SchoolsText($0, name: "f.json.gz") }
        }
        #expect(failure?.description.contains("f.json.gz is compressed: unpack it with gunzip") == true)
    }

    @Test func plansBeforeAnythingIsWritten() throws {
        let text = """
            {"schoolId":"a","name":"A"}
            {"schoolId":"\u{E9}","name":"E"}
            {"schoolId":"a","name":"A again"}
            {"schoolId":"e\u{301}","name":"another id: in two scalars"}
            {"schoolId":"b"}
            {"schoolId":"c","name":"C"
            {"schoolId":"d","name":"D"}
            """
        try Array(text.utf8).withUnsafeBytes { bytes in
            let plan = SeedPlan(try SchoolsText(bytes, name: "f"), in: bytes)
            #expect(plan.accepted.map(\.line) == [1, 2, 4, 7] && plan.count == 7)
            #expect(
                plan.rejected.map { "\($0.line) \($0.id ?? "-") \($0.reason)" } == [
                    "3 a its schoolId is in line 1 as well", "5 b it has no name",
                    "6 - it is not JSON: a comma or the end of the list was expected",
                ])
            let report = SeedReport(table: "t", rejected: plan.rejected, added: 4)
            #expect(
                report.lines == [
                    "added      4", "replaced   0", "unchanged  0", "rejected   3",
                    "  line 3 a  its schoolId is in line 1 as well",
                    "  line 5 b  it has no name",
                    "  line 6    it is not JSON: a comma or the end of the list was expected",
                ])
            #expect(report.json["rejected"]?.array?.count == 3 && report.json["added"]?.integer == 4)
        }
    }

    @Test func listsTwentyAndControlsNoTerminal() {
        let many = (1...30).map { SeedPlan.Rejection(line: $0, id: "\u{1B}[2Jx", reason: "r\nq") }
        let lines = SeedReport(table: "t", rejected: many).rejections
        #expect(lines.count == 21 && lines.last == "  and 10 more")
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\n") })
    }

    @Test func readsFilesAndSaysWhyNot() throws {
        let folder = try TemporaryFolder()
        let file = try SchoolsFile(try folder.write("a.json", "[]\n"))
        #expect(Array(file.text) == Array("[]\n".utf8))
        #expect(try SchoolsFile(try folder.write("empty", "")).text.isEmpty)
        func failure(_ path: String, maximum: Int = 10) -> String {
            do { _ = try SchoolsFile(path, maximumBytes: maximum) } catch { return "\(error)" }
            return "none"
        }
        #expect(failure("\(folder.path)/none.json").contains("none.json cannot be read: No such file"))
        #expect(failure(folder.path).contains("is a folder"))
        #expect(failure(try folder.write("large", String(repeating: " ", count: 11))).contains("larger than 10 bytes"))
        #expect(failure("/dev/zero", maximum: 5 << 20).contains("larger than"))
    }
}
