/// The answer to a question: which schools match best, what was left out, and what would let more in. It takes one pass over the
/// catalogue's facts, and a second one where few schools match.
package struct MatchRanking {
    /// The matches that are shown, the best first. Those asked for by id are shown even if they are excluded.
    private(set) var matches: [RankedSchool] = []
    /// The schools that matches were chosen from.
    private(set) var considered = 0
    private(set) var excluded: [Exclusion: Int] = [:]
    private(set) var nearestRadius: [NearestChanges.Step] = []
    private(set) var nearestBudget: [NearestChanges.Step] = []
    /// The best of the excluded schools, where few match.
    private(set) var beyond: [RankedSchool] = []
    /// The ids that were asked for and are no school's, or a malformed one's.
    private(set) var unknownIDs: [String] = []

    /// Where fewer schools match, the best excluded ones make up for the rest.
    private static let fewest = 3

    /// Ranks the matcher's schools, or those that its question names.
    package init(_ matcher: Matcher<some MatchCatalogue>) {
        if matcher.question.schoolIDs.isEmpty { rank(matcher) } else { rankNamed(matcher) }
    }

    /// How many matches there are in the answer.
    package var count: Int { matches.count }

    /// The indexes of the schools that the answer shows.
    package var shown: [Int] { (matches + beyond).map(\.index) }

    private mutating func rank(_ matcher: Matcher<some MatchCatalogue>) {
        var best = matcher.best(matcher.question.limit)
        var (radius, budget) = (NearestChanges(), NearestChanges())
        matcher.visit { index, school, exclusion in
            considered += 1
            guard let exclusion else { return best.add(matcher.ranked(index, school, nil)) }
            excluded[exclusion, default: 0] += 1
            switch exclusion {
            case .goal: break
            case .radius: matcher.filter.radius(toLetIn: school).map { radius.add($0) }
            case .budget: matcher.filter.budget(toLetIn: school).map { budget.add($0) }
            }
        }
        matches = best.schools
        (nearestRadius, nearestBudget) = (radius.steps(), budget.steps())
        let missing = Self.fewest - (considered - excluded.values.reduce(0, +))
        if missing > 0 { beyond = bestExcluded(missing, matcher) }
    }

    private func bestExcluded(_ limit: Int, _ matcher: Matcher<some MatchCatalogue>) -> [RankedSchool] {
        var best = matcher.best(limit)
        matcher.visit { index, school, exclusion in
            if let exclusion { best.add(matcher.ranked(index, school, exclusion)) }
        }
        return best.schools
    }

    private mutating func rankNamed(_ matcher: Matcher<some MatchCatalogue>) {
        var best = matcher.best(matcher.question.schoolIDs.count)
        for id in matcher.question.schoolIDs {
            guard let index = matcher.catalogue.index(of: id) else {
                unknownIDs.append(id)
                continue
            }
            let school = matcher.school(index)
            let exclusion = matcher.filter.exclusion(of: school)
            if let exclusion { excluded[exclusion, default: 0] += 1 }
            best.add(matcher.ranked(index, school, exclusion))
        }
        matches = best.schools
        considered = matches.count
    }
}
