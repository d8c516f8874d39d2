import JSON
import Support
import Testing

@testable import Ranking

/// All else equal, a lower price, a shorter distance, a higher rating and fewer hours never score less.
@Suite struct MonotoneTests {
    @Test(arguments: [
        ("costBand.min", false), ("costBand.max", false), ("avgRating", true),
        ("verificationDetails.fspSignals.avgHoursToPPL", false),
        ("verificationDetails.fspSignals.scheduleConsistency", true),
    ]) func aBetterFactNeverScoresLess(path: String, isRising: Bool) throws {
        var random = RandomMatches(seed: 11)
        var changes = 0
        for _ in 0..<200 {
            let school = random.school("a")
            let student = random.student()
            let names = path.split(separator: ".").map(String.init)
            guard let value = names.reduce(school, { $0?[$1] })?.double else { continue }
            let most = path == "avgRating" ? 5 : isRising ? 100 : 2 * value + 1
            let other = Double.random(in: 0...most, using: &random.chance)
            let changed = Matches.put(school, path, .number(other))
            let (before, after) = (try Self.score(school, student), try Self.score(changed, student))
            #expect((other > value) == isRising ? after >= before : after <= before, "\(value) → \(other)")
            if before != after { changes += 1 }
        }
        #expect(changes > 10)
    }

    @Test func aShorterDistanceNeverScoresLess() throws {
        var random = RandomMatches(seed: 12)
        for _ in 0..<50 {
            let student = Matches.put(random.student(), "location", ["lat": 30, "lon": -100])
            var school = random.school("a")
            var last = -1.0
            for longitude in stride(from: 79.0, through: -100, by: -0.7) {
                school = Matches.put(school, "coordinates", ["lat": 30, "lng": .number(longitude)])
                let score = try Self.score(school, student)
                #expect(score >= last)
                last = score
            }
        }
    }

    @Test func aLowerPriceOfTheCourseNeverScoresLess() throws {
        var random = RandomMatches(seed: 13)
        for _ in 0..<100 {
            let student = Matches.put(random.student(), "trainingGoal", "IR")
            let school = random.school("a")
            var last = 1001.0
            for price in stride(from: 1.0, to: 60_000, by: 1234) {
                let course: JSONValue = ["certification": "IR", "costMin": .number(price), "durationHours": 40]
                let score = try Self.score(Matches.put(school, "programDetails", [course]), student)
                #expect(score <= last)
                last = score
            }
        }
    }

    private static func score(_ school: JSONValue, _ student: JSONValue) throws -> Double {
        let question = try MatchQuestion(Array(#"{"student":\#(student.text)}"#.utf8))
        let matcher = Matcher(question, SchoolList([school]))
        return Double(matcher.scorer.tenths(matcher.school(0)))
    }
}
