import APIGateway
import JSON
import Support
import Testing

@testable import Ranking

@Suite(.timeLimit(.minutes(2))) struct RandomBodyTests {
    /// Every body has an answer or a refusal that says what is wrong, and none ends the process.
    @Test func tenThousandBodiesAreAnsweredOrRefused() throws {
        var random = RandomMatches(seed: 31)
        let list = SchoolList(random.schools(12, hostile: 50))
        let paths = [
            "student", "student.trainingGoal", "student.maxBudget", "student.location", "student.location.lat",
            "student.location.lon", "student.location.state", "student.location.city", "student.preferences",
            "student.trainingTypePreference", "student.aircraftPreference", "student.intensityPreference",
            "student.priorExperience", "radius", "limit", "schoolIds",
        ]
        var statuses: [Int: Int] = [:]
        for round in 0..<10_000 {
            var body: JSONValue = ["student": random.student()]
            for _ in 0..<Int.random(in: 0...2, using: &random.chance) {
                body = Matches.put(body, random.pick(paths), random.anything())
            }
            var bytes = Array(body.text.utf8)
            if round % 5 == 0, !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random.chance)
                bytes[place] = .random(in: 0...255, using: &random.chance)
            }
            do {
                let matcher = Matcher(try MatchQuestion(bytes), list)
                #expect(try JSONValue(parsing: matcher.body(of: MatchRanking(matcher), list.card)).members != nil)
                statuses[200, default: 0] += 1
            } catch let error as HTTPError {
                statuses[error.status.rawValue, default: 0] += 1
                #expect(error.failure == nil && !error.message.isEmpty)
            }
        }
        #expect(statuses[200] ?? 0 > 1000 && statuses[400] ?? 0 > 1000)
        #expect(statuses.count == 2)
    }
}
