/// What is known of a match, worked out by code: the model and the template both say these things and no others.
struct MatchFacts {
    let request: MatchRequest

    /// The word for the score: chosen here, never by the model.
    var matchWord: String {
        switch request.score {
        case 90...: "exceptional"
        case 85...: "excellent"
        case 75...: "very good"
        case 65...: "good"
        default: "decent"
        }
    }

    /// Whole miles between student and school; nil unless both coordinates of both are known.
    var miles: Int? { request.student.location.miles(to: request.school.location).map { Int($0.rounded()) } }

    /// The student's budget in dollars; nil if it is unknown or nothing.
    var budget: Double? { positive(request.student.maxBudget) }

    /// The school's cheapest and dearest price in dollars, in that order; equal where only one is known.
    var costs: (minimum: Double, maximum: Double)? {
        let known = [request.school.minimumCost, request.school.maximumCost].compactMap(positive)
        guard let least = known.min(), let most = known.max() else { return nil }
        return (least, most)
    }

    enum BudgetFit { case within, partly, above }

    /// How the prices compare with the budget; nil if either is unknown.
    var budgetFit: BudgetFit? {
        guard let budget, let costs else { return nil }
        if costs.maximum <= budget { return .within }
        return costs.minimum <= budget ? .partly : .above
    }

    /// Whether the school's first programme is the student's goal; nil if either is unknown.
    var programFits: Bool? {
        guard let goal = request.student.trainingGoal, let program = request.school.primaryProgram else { return nil }
        return goal.lowercased() == program.lowercased()
    }

    private func positive(_ amount: Double?) -> Double? { amount.flatMap { $0.rounded() >= 1 ? $0.rounded() : nil } }

    /// Whole dollars with separators: `$12,500`.
    static func dollars(_ amount: Double) -> String { "$" + grouped(amount) }

    /// A whole number with separators.
    static func grouped(_ number: Double) -> String {
        let digits = Array(String(Int(number.rounded())))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return out
    }

    /// `Austin, TX`, or the part of it that is known.
    static func place(_ place: MatchRequest.Place) -> String? {
        let parts = [place.city, place.state].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
