import APIGateway
import JSON
import Matching

/// Bodies of `POST /explain-match`, and the requests that they are.
package enum Matches {
    /// What the operator's health check posts.
    package static let healthCheck =
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Test"},"matchScore":85}"#

    /// Every field that there is.
    package static let full = """
        {"student":{"trainingGoal":"PPL","maxBudget":15000,
          "location":{"city":"Austin","state":"TX","lat":30.2672,"lon":-97.7431},
          "trainingTypePreference":"Part141","priorExperience":"10 hours in a Cessna 152"},
         "school":{"schoolId":"lone-star","name":"Lone Star Aviation",
          "location":{"city":"Georgetown","state":"TX","lat":30.6333,"lon":-97.678},
          "costBand":{"min":9500,"max":14250},"primaryProgram":"PPL","trainingType":"Part141","instructorCount":12},
         "matchScore":92.5}
        """

    package static func request(_ body: String) throws -> MatchRequest { try MatchRequest(Array(body.utf8)) }

    package static func facts(_ body: String) throws -> MatchFacts { MatchFacts(request: try request(body)) }

    /// A request of `student`, `school` and a score, each as JSON members.
    package static func request(student: String = "", school: String = "", score: String = "80") throws -> MatchRequest
    {
        try request(#"{"student":{\#(student)},"school":{\#(school)},"matchScore":\#(score)}"#)
    }

    /// What the caller is told about `body`; nil if it is accepted.
    package static func refusal(_ body: String) throws -> HTTPError? { try refusal(Array(body.utf8)) }

    package static func refusal(_ body: [UInt8]?) throws -> HTTPError? {
        do {
            _ = try MatchRequest(body)
            return nil
        } catch { return error }
    }

    /// Every field that is a string, by its path.
    package static let textFields = [
        "student.trainingGoal", "student.location.city", "student.location.state", "student.trainingTypePreference",
        "student.priorExperience", "school.schoolId", "school.name", "school.location.city", "school.location.state",
        "school.primaryProgram", "school.trainingType",
    ]

    /// A body with `value` at each of `paths`, and a score.
    package static func body(_ paths: [String], _ value: JSONValue, score: Int = 85) -> String {
        var root: JSONValue = ["student": .object([]), "school": .object([]), "matchScore": .number(String(score))]
        for path in paths { root = put(root, path, value) }
        return root.text
    }

    /// `json` with `value` at a path such as `school.name`.
    package static func put(_ json: JSONValue, _ path: String, _ value: JSONValue) -> JSONValue {
        put(json, path.split(separator: ".").map(String.init)[...], value)
    }

    private static func put(_ json: JSONValue, _ path: ArraySlice<String>, _ value: JSONValue) -> JSONValue {
        guard let name = path.first else { return value }
        let others = (json.members ?? []).filter { $0.name != name }
        return .object(others + [(name: name, value: put(json[name] ?? .object([]), path.dropFirst(), value))])
    }
}
