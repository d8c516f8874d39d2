import Matching
import Schools

/// The lowest price for the goal against the budget, both in dollars: 1 for nothing, half at the budget, 0 from 110 % of it on,
/// in two straight lines. Never rises with the price. Unknown without a budget or a price.
struct CostCurve: FactorCurve {
    static let factor = Factor.cost
    private let budget: Double
    private let goal: Programs?

    init?(_ question: MatchQuestion) {
        guard let budget = question.budget else { return nil }
        self.budget = budget
        goal = question.goal
    }

    func fit(_ school: Candidate) -> Double? { school.price(for: goal).map { Self.fit($0 / budget) } }

    static func fit(_ share: Double) -> Double { share <= 1 ? 1 - share / 2 : max(0, 5.5 - 5 * share) }

    func fact(_ school: Candidate) -> String {
        let price = school.price(for: goal) ?? 0
        let isWithin = price <= budget
        return "from \(MatchFacts.dollars(price)), \(isWithin ? "within" : "above") your \(MatchFacts.dollars(budget))"
    }
}
