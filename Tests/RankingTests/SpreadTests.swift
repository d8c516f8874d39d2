import JSON
import Support
import Testing

@testable import Ranking

/// Scores tell the sample schools apart.
@Suite(.timeLimit(.minutes(2))) struct SpreadTests {
    private static func profiles() -> [(student: JSONValue, radius: String)] {
        var random = RandomMatches(seed: 21)
        return (0..<500).map { _ in (random.student(), random.radius()) }
    }

    @Test func scoresSpread() throws {
        let list = try #require(SchoolList.sample)
        #expect(list.count >= 48)
        var scores: [Double] = []
        for (student, radius) in Self.profiles() {
            let more = [radius, #""limit":50"#].filter { !$0.isEmpty }.joined(separator: ",")
            scores += try list.answer(student: student, more).list("matches").compactMap { $0["score"]?.double }
        }
        scores.sort()
        let middle = scores[scores.count * 3 / 4] - scores[scores.count / 4]
        let shares = Dictionary(grouping: scores) { $0 }.mapValues { Double($0.count) / Double(scores.count) }
        #expect(scores.count > 2000)
        #expect(middle >= 15, "the middle half spans \(middle)")
        #expect((shares.values.max() ?? 1) <= 0.02, "\(shares.max { $0.value < $1.value }!)")
    }

    /// Leaving out, or changing, each answer of the student changes the order of the sample schools for some profile.
    @Test(
        arguments: [
            ("trainingGoal", "IR"), ("maxBudget", nil), ("location", nil), ("trainingTypePreference", nil),
            ("aircraftPreference", nil), ("intensityPreference", nil), ("intensityPreference", "Flexible"),
            ("preferences", nil),
        ] as [(String, String?)]) func everyAnswerChangesTheOrder(name: String, value: String?) throws
    {
        let list = try #require(SchoolList.sample)
        let isChanged = try Self.profiles().lazy.map(\.student).filter { $0[name] != nil }.contains { student in
            let other = Matches.put(student, name, value.map { .string($0) } ?? .null)
            let orders = try [student, other].map { try list.answer(student: $0, #""limit":50"#)["matches"]?.ids }
            return orders[0] != orders[1] && Set(orders[0] ?? []).intersection(orders[1] ?? []).count > 1
        }
        #expect(isChanged)
    }

    @Test(arguments: ["Low cost", "Fast completion", "Best instructors", "Modern fleet", "Location"])
    func everyPreferenceChangesTheOrder(preference: String) throws {
        let list = try #require(SchoolList.sample)
        let isChanged = try Self.profiles().lazy.map(\.student).contains { student in
            let orders = try [[], [JSONValue.string(preference)]].map { preferences in
                let student = Matches.put(student, "preferences", .array(preferences))
                return try list.answer(student: student, #""limit":50"#)["matches"]?.ids
            }
            return orders[0] != orders[1]
        }
        #expect(isChanged)
    }
}
