import Matching
import Schools

/// What a school must have to be a match.
struct MatchFilter {
    private let goal: Programs?
    private let budget: Double?
    private let radius: Double?
    private let hasPlace: Bool
    private let hasState: Bool
    /// The number of the student's state among those of the catalogue.
    private let state: UInt32?

    init(_ question: MatchQuestion, _ texts: FactTexts) {
        let place = question.student.location
        goal = question.goal
        budget = question.budget
        radius = question.radius
        hasPlace = place.coordinates != nil
        hasState = place.state != nil
        state = place.state.flatMap(texts.state)
    }

    /// Returns the first reason to leave a school out; nil if it is a match.
    func exclusion(of school: Candidate) -> Exclusion? {
        if let goal, school.facts.programs.isDisjoint(with: goal) { return .goal }
        if isTooFar(school) { return .radius }
        return isTooExpensive(school) ? .budget : nil
    }

    /// Where a distance is not known, the state decides. A student of whom neither is known may go anywhere.
    private func isTooFar(_ school: Candidate) -> Bool {
        guard let radius, hasPlace || hasState else { return false }
        if let miles = school.miles { return miles > radius }
        return state == nil || school.facts.state != state
    }

    private func isTooExpensive(_ school: Candidate) -> Bool {
        guard let budget, let price = school.price(for: goal) else { return false }
        return !Self.covers(budget, price)
    }

    /// Whether a price is at most 110 % of a budget: exact for whole dollars.
    private static func covers(_ budget: Double, _ price: Double) -> Bool { price * 10 <= budget * 11 }

    // MARK: Changes that let a school in

    /// Returns the smallest whole radius that lets in a school that the radius excludes; nil if none does.
    func radius(toLetIn school: Candidate) -> Int? {
        guard let miles = school.miles, !isTooExpensive(school) else { return nil }
        return Int(miles.rounded(.up))
    }

    /// Returns the smallest whole budget that lets in a school that the budget excludes; nil if none does.
    func budget(toLetIn school: Candidate) -> Int? {
        guard let price = school.price(for: goal), Self.covers(MatchFields.maximumAmount, price) else { return nil }
        var budget = (price * 10 / 11).rounded(.up)
        while !Self.covers(budget, price) { budget += 1 }
        while budget >= 1, Self.covers(budget - 1, price) { budget -= 1 }
        return Int(budget)
    }
}
