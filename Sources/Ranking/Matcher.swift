/// A question made ready for the schools of a catalogue.
package struct Matcher<Catalogue: MatchCatalogue> {
    package let question: MatchQuestion
    let catalogue: Catalogue
    let filter: MatchFilter
    let scorer: MatchScorer

    package init(_ question: MatchQuestion, _ catalogue: Catalogue) {
        self.question = question
        self.catalogue = catalogue
        filter = MatchFilter(question, catalogue.texts)
        scorer = MatchScorer(question, catalogue.texts)
    }

    /// Returns the school at `index`.
    func school(_ index: Int) -> Candidate { Candidate(catalogue.facts(index), from: question.student.location) }

    /// Calls `body` with each school, its index, and why it is excluded.
    func visit(_ body: (Int, Candidate, Exclusion?) -> Void) {
        for index in 0..<catalogue.count {
            let school = school(index)
            body(index, school, filter.exclusion(of: school))
        }
    }

    func ranked(_ index: Int, _ school: Candidate, _ exclusion: Exclusion?) -> RankedSchool {
        RankedSchool(index: index, tenths: scorer.tenths(school), miles: school.miles, exclusion: exclusion)
    }

    func best(_ limit: Int) -> BestMatches { BestMatches(limit: limit, precedesByID: catalogue.precedes) }
}
