import AWSClient
import Support
import Testing

@testable import SchoolsTable

/// Ids and names that are the same but for how they are written.
@Suite struct NearDuplicateTests {
    @Test(arguments: [
        ("Sky High Flight School", "sky-high"), ("Sky High Flight School", "SKYHIGH Academy, Inc."),
        ("The Sky & High Flying Company", "Sky and High LLC"), ("Éclair Aviation", "E\u{301}clair  aviation!"),
        ("Flight School", "flight-school"), ("学校 飛行", "学校飛行"), ("★ ★", "★ ★"), ("O'Hare", "OHare"),
        ("42nd Wing", "42ND WING (Inc)"),
    ])
    func namesThatLookAlike(a: String, b: String) {
        #expect(LookAlike.key(name: a) == LookAlike.key(name: b))
    }

    @Test(arguments: [
        ("Sky High", "Sky Hugh"), ("Flight School", "Academy"), ("Wing 1", "Wing 2"),
        ("Incline Flyers", "Cline Flyers"),
        ("★", "☆"), ("学校", "飛行"),
    ])
    func namesThatDoNot(a: String, b: String) {
        #expect(LookAlike.key(name: a) != LookAlike.key(name: b))
    }

    @Test func idsLookAlikeWithoutCaseAndSpaces() {
        #expect(LookAlike.key(id: " School-1\t") == LookAlike.key(id: "scho\u{A0}ol-1"))
        #expect(LookAlike.key(id: "school-1") != LookAlike.key(id: "school1"))
    }

    private func school(_ id: String, _ name: String) -> Item {
        Item([("schoolId", .s(id)), ("name", .s(name))])
    }

    /// A name as somebody else would write it.
    private func variant(_ words: [String], _ chance: inout Chance) -> String {
        var text = words.map { word in
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: word.uppercased()
            case 1: word.replacing("e", with: "é")
            default: word.replacing("a", with: "a\u{300}")
            }
        }.joined(separator: [" ", "-", "  ", ", ", ". "].randomElement(using: &chance) ?? " ")
        for _ in 0..<Int.random(in: 0...2, using: &chance) {
            text += [" Flight School", " ACADEMY", ", Inc.", " LLC", "!", " (the)"].randomElement(using: &chance) ?? ""
        }
        return text
    }

    @Test func findsTheVariantsAndNoOthers() throws {
        var chance = Chance(seed: 4)
        let syllables = ["ka", "re", "mo", "ti", "bu", "sa", "ne", "do"]
        for _ in 0..<20 {
            var check = DataCheck()
            var groups: [String: [String]] = [:]
            for number in 0..<400 {
                let words = (0..<2).map { _ in
                    (0..<2).map { _ in syllables.randomElement(using: &chance) ?? "" }.joined()
                }
                check.add(school("id-\(number)", variant(words, &chance)))
                groups[words.joined(), default: []].append("id-\(number)")
            }
            let expected = groups.values.filter { $0.count > 1 }.flatMap(\.self)
            let found = check.report().findings.filter { $0.lack == .nearDuplicate }
            #expect(Set(found.map(\.id)) == Set(expected) && found.count == expected.count && !expected.isEmpty)
        }
    }

    @Test func namesTheOthers() {
        var check = DataCheck()
        for (id, name) in [("a", "Wing"), ("A", "Other"), ("b", "wing Inc"), ("c", "Alone")] {
            check.add(school(id, name))
        }
        let found = check.report().findings.filter { $0.lack == .nearDuplicate }
        #expect(
            found.map { "\($0.id): \($0.reason)" } == [
                #"A: its schoolId is like "a""#, #"a: its schoolId is like "A", its name is like that of "b""#,
                #"b: its name is like that of "a""#,
            ])
    }

    /// A whole table of one name is neither compared pair by pair nor told pair by pair.
    @Test(.timeLimit(.minutes(1))) func aTableOfOneName() {
        var check = DataCheck()
        for number in 0..<50_000 { check.add(school("id-\(number)", "The Same")) }
        let report = check.report()
        #expect(report.count(.nearDuplicate) == 50_000)
        #expect(report.findings.allSatisfy { $0.reason.utf8.count < 200 })
        #expect(report.findings.last?.reason.contains("and 49996 more") == true)
    }
}
