import Support

@testable import MatchExplainer

extension Matches {
    /// The prompt for the match of a body.
    static func prompt(_ body: String) throws -> MatchPrompt { MatchPrompt(try facts(body)) }
}
