import Foundation
import Support
import Testing

/// MatchExplainer, and matches for it.
enum Explainer {
    /// The body of the operator's health check.
    static let healthCheck =
        #"{"student":{"trainingGoal":"PPL","maxBudget":15000},"school":{"name":"Test"},"matchScore":85}"#

    /// A match with a school of that name.
    static func match(_ school: String, score: Int = 85) -> String {
        #"{"student":{"trainingGoal":"IR","location":{"city":"Austin","state":"TX"}},"#
            + #""school":{"name":"\#(school)","costBand":{"min":9500}},"matchScore":\#(score)}"#
    }

    /// Twenty different matches.
    static let twenty = (1...20).map { match("School \($0)", score: 70 + $0) }

    /// Starts the function with that endpoint for its model.
    static func run(
        _ url: String, _ changes: [String: String?] = [:], _ body: (Instance) throws -> Void
    ) throws {
        let variables: [String: String?] = ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": url]
        try Instance.run(variables.merging(changes) { $1 }, function: .matchExplainer, body)
    }

    /// Starts the function with a server for its model, which ends with it.
    static func run(
        _ server: ScriptedServer, _ changes: [String: String?] = [:], _ body: (Instance) throws -> Void
    ) throws {
        defer { server.stop() }
        try run(server.url, changes, body)
    }
}

extension Instance {
    /// Returns the response to a match.
    func explain(_ match: String = Explainer.healthCheck, milliseconds: Int = 10_000) throws -> Answer {
        try answer(Event.explain(match), milliseconds: milliseconds)
    }
}
