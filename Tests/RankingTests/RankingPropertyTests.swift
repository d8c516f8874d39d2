import JSON
import Matching
import Support
import Testing

@testable import Ranking

/// What holds for every answer, over random catalogues, hostile schools among them, and random students.
@Suite(.timeLimit(.minutes(2))) struct RankingPropertyTests {
    /// A catalogue and a question about it.
    struct Trial {
        let list: SchoolList
        let student: JSONValue
        let radius: String
        var random: RandomMatches

        func answer(_ more: String = "") throws -> JSONValue {
            try list.answer(student: student, [radius, more].filter { !$0.isEmpty }.joined(separator: ","))
        }
        /// What is expected of each well-formed school.
        var expected: [(id: String, expected: Expected)] {
            let radius = Double(radius.dropFirst(#""radius":"#.count))
            return list.schools.indices.map {
                (list.id($0), Expected(school: list.schools[$0], student: student, radius: radius))
            }
        }
    }

    static func trials(_ seed: UInt64, count: Int = 60, schools: Int = 40) -> [Trial] {
        var random = RandomMatches(seed: seed)
        return (0..<count).map { _ in
            let size = Int.random(in: 0...schools, using: &random.chance)
            let list = SchoolList(random.schools(size, hostile: 30))
            return Trial(list: list, student: random.student(), radius: random.radius(), random: random)
        }
    }

    @Test func countsAreThoseOfTheContract() throws {
        for trial in Self.trials(1, count: 150) {
            let answer = try trial.answer(#""limit":50"#)
            let expected = trial.expected
            #expect(answer["considered"]?.integer == expected.count)
            for name in ["goal", "radius", "budget"] {
                let count = expected.count { $0.expected.exclusion == name }
                #expect(answer["excluded"]?[name]?.integer == count, "\(name) \(trial.student.text) \(trial.radius)")
            }
            let passing = expected.filter { $0.expected.exclusion == nil }.map(\.id)
            #expect(answer["matches"]?.ids.sorted() == passing.sorted())
            #expect(answer["count"]?.integer == passing.count)
            #expect(answer.list("beyond").count == max(0, min(3, expected.count) - passing.count))
        }
    }

    @Test func factorsAddUpToTheScore() throws {
        for trial in Self.trials(2) {
            let expected = Dictionary(uniqueKeysWithValues: trial.expected.map { ($0.id, $0.expected) })
            let answer = try trial.answer(#""limit":50"#)
            for match in answer.list("matches") + answer.list("beyond") {
                let factors = match.list("factors")
                let score = try #require(match["score"]?.double)
                let shares = try #require(expected[match["school"]?.text("schoolId") ?? ""]).shares
                #expect(factors.map { $0.text("name") } == shares.map(\.name))
                #expect((0...100).contains(score))
                for (factor, share) in zip(factors, shares) {
                    let (points, of) = try (#require(factor["points"]?.double), #require(factor["of"]?.double))
                    #expect(abs(of - share.of) <= 0.0051)
                    #expect((0...of).contains(points))
                    #expect(!factor.text("fact").isEmpty && factor.text("fact").count <= 80)
                    #expect([points, of].allSatisfy { abs(($0 * 100).rounded() - $0 * 100) < 1e-6 })
                }
                guard !factors.isEmpty else {
                    #expect(score == 0)
                    continue
                }
                #expect(abs(factors.reduce(0) { $0 + ($1["of"]?.double ?? 0) } - 100) <= 0.05)
                let over = factors.reduce(0) { $0 + ($1["points"]?.double ?? 0) } - score
                #expect((-0.05 - 1e-9...0.15 + 1e-9).contains(over))
            }
        }
    }

    @Test func matchesAreInOrderAndALimitCutsThem() throws {
        for var trial in Self.trials(3) {
            let all = try trial.answer(#""limit":50"#)
            let matches = all.list("matches")
            #expect(matches.map { $0["rank"]?.integer } == Array(1...50).prefix(matches.count).map { $0 })
            for (a, b) in zip(matches, matches.dropFirst()) {
                let scores = (a["score"]?.double ?? 0, b["score"]?.double ?? 0)
                let miles = (a["distanceMiles"]?.integer ?? .max, b["distanceMiles"]?.integer ?? .max)
                #expect(scores.0 >= scores.1)
                if scores.0 == scores.1 { #expect(miles.0 <= miles.1) }
                if scores.0 == scores.1, miles.0 == .max, miles.1 == .max {
                    #expect(a["school"]?.text("schoolId") ?? "" < b["school"]?.text("schoolId") ?? "")
                }
            }
            let limit = Int.random(in: 1...10, using: &trial.random.chance)
            let some = try trial.answer(#""limit":\#(limit)"#)
            #expect(some.list("matches").map(\.text) == matches.prefix(limit).map(\.text))
            #expect(some["nearest"]?.text == all["nearest"]?.text && some["excluded"]?.text == all["excluded"]?.text)
            #expect(some["beyond"]?.text == all["beyond"]?.text)
            #expect(try trial.answer().list("matches").map(\.text) == matches.prefix(5).map(\.text))
        }
    }

    /// The schools' order in the catalogue is no matter: another instance may have read them in another one.
    @Test func theOrderOfTheCatalogueDoesNotMatter() throws {
        for var trial in Self.trials(4) {
            let other = SchoolList(trial.list.schools.shuffled(using: &trial.random.chance))
            let question = #"{"student":\#(trial.student.text)\#(trial.radius.isEmpty ? "" : ",\(trial.radius)")}"#
            #expect(try trial.list.answer(question).text == other.answer(question).text)
        }
    }

    @Test func nearestChangesLetInExactlyThatMany() throws {
        var steps = 0
        for trial in Self.trials(5, count: 100) {
            let answer = try trial.answer()
            func passing(_ answer: JSONValue) -> Int {
                let excluded = answer["excluded"]?.members?.reduce(0) { $0 + ($1.value.integer ?? 0) } ?? 0
                return (answer["considered"]?.integer ?? 0) - excluded
            }
            let before = passing(answer)
            var last = (value: -1, more: 0)
            func check(_ step: JSONValue, _ unit: String, _ again: (Int) throws -> JSONValue) throws {
                let (value, more) = try (#require(step[unit]?.integer), #require(step["more"]?.integer))
                #expect(value > last.value && more > last.more)
                last = (value, more)
                #expect(passing(try again(value)) == before + more)
                // A smaller number lets in fewer.
                #expect(passing(try again(value - 1)) < before + more)
                steps += 1
            }
            let radii = answer["nearest"]?.list("radius") ?? []
            for step in radii {
                try check(step, "miles") { try trial.list.answer(student: trial.student, #""radius":\#($0)"#) }
            }
            last = (-1, 0)
            let budgets = answer["nearest"]?.list("maxBudget") ?? []
            for step in budgets {
                try check(step, "usd") { budget in
                    let student = Matches.put(trial.student, "maxBudget", .number("\(budget)"))
                    return try trial.list.answer(student: student, trial.radius)
                }
            }
            #expect(radii.count <= 3 && budgets.count <= 3)
            // Empty only where no change helps.
            let widest = try trial.list.answer(student: trial.student, #""radius":12500"#)
            if !trial.radius.isEmpty { #expect(radii.isEmpty == (passing(widest) == before)) }
            if answer["excluded"]?["budget"]?.integer ?? 0 == 0 { #expect(budgets.isEmpty) }
        }
        #expect(steps > 100)
    }

    @Test func namedSchoolsAreRankedAsTheyAreAmongAll() throws {
        for var trial in Self.trials(6) where !trial.list.schools.isEmpty {
            let ids = (0..<4).map { _ in trial.random.pick(trial.list.schools).text("schoolId") } + ["nobody"]
            let answer = try trial.answer(#""limit":1,"schoolIds":\#(JSONValue.array(ids.map { .string($0) }).text)"#)
            let matches = answer.list("matches")
            let expected = Dictionary(uniqueKeysWithValues: trial.expected.map { ($0.id, $0.expected) })
            let unknown = ids.filter { expected[$0] == nil }
            #expect(Set(answer.list("unknownIds").compactMap(\.string)) == Set(unknown))
            #expect(Set(answer["matches"]?.ids ?? []) == Set(ids).subtracting(unknown))
            #expect(answer["considered"]?.integer == matches.count && answer["count"]?.integer == matches.count)
            #expect(answer["beyond"]?.text == "[]" && answer["nearest"]?.text == #"{"radius":[],"maxBudget":[]}"#)
            let all = try trial.answer(#""limit":50"#)
            for match in matches {
                let id = match["school"]?.text("schoolId") ?? ""
                #expect(match["excludedBy"]?.string == expected[id]?.exclusion)
                let twin = (all.list("matches") + all.list("beyond")).first { $0["school"]?.text("schoolId") == id }
                if let twin { #expect(Self.withoutRank(twin) == Self.withoutRank(match)) }
            }
        }
    }

    private static func withoutRank(_ match: JSONValue) -> String {
        JSONValue.object((match.members ?? []).filter { $0.name != "rank" }).text
    }

    @Test func excludedSchoolsFillUpInOrder() throws {
        for trial in Self.trials(7, schools: 12) {
            let answer = try trial.answer()
            let beyond = answer.list("beyond")
            guard !beyond.isEmpty else { continue }
            let excluded = trial.expected.filter { $0.expected.exclusion != nil }.prefix(10)
            let named = try trial.answer(
                #""schoolIds":\#(JSONValue.array(excluded.map { .string($0.id) }).text)"#)
            if trial.expected.count - answer.list("matches").count <= 10 {
                #expect(
                    beyond.map(Self.withoutRank)
                        == named.list("matches").prefix(beyond.count).map(Self.withoutRank))
            }
            #expect(beyond.allSatisfy { $0["rank"] == nil && $0["excludedBy"] != nil })
        }
    }

    /// A match's `explain`, with the student and the score, is a body of `POST /explain-match` that gives the same text.
    @Test func explanationsAreThoseOfExplainMatch() throws {
        for trial in Self.trials(8) {
            let answer = try trial.answer(#""limit":50"#)
            for match in answer.list("matches") + answer.list("beyond") {
                let body: JSONValue = [
                    "student": trial.student, "school": try #require(match["explain"]),
                    "matchScore": try #require(match["score"]),
                ]
                let facts = try Matches.facts(body.text)
                #expect(ExplanationTemplate(facts).text == match.text("explanation"))
                #expect(facts.matchWord == match.text("word"))
                #expect(facts.miles == match["distanceMiles"]?.integer)
                #expect(match.text("source") == "template")
            }
        }
    }
}
