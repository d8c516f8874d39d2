/// The facts of a match, computed by code. The model and the template both say these and no others.
package struct MatchFacts {
    package let request: MatchRequest

    package init(request: MatchRequest) { self.request = request }

    /// The word for the score. The model never chooses it.
    package var matchWord: String {
        switch request.score {
        case 90...: "exceptional"
        case 85...: "excellent"
        case 75...: "very good"
        case 65...: "good"
        default: "decent"
        }
    }

    /// The whole miles between student and school; nil unless both coordinates of both are known.
    package var miles: Int? { request.student.location.miles(to: request.school.location).map { Int($0.rounded()) } }

    /// The student's budget in dollars; nil if it is unknown or nothing.
    package var budget: Double? { positive(request.student.maxBudget) }

    /// The school's lowest and highest price in dollars, each nil if it is unknown or nothing; swapped if they came so.
    package var costs: (minimum: Double?, maximum: Double?) {
        let minimum = positive(request.school.minimumCost)
        let maximum = positive(request.school.maximumCost)
        guard let minimum, let maximum, minimum > maximum else { return (minimum, maximum) }
        return (maximum, minimum)
    }

    /// The prices in words: `$9,000 to $12,000`, `$9,000`, `$9,000 or more`, `up to $12,000`; nil if neither is known.
    package var cost: String? {
        switch costs {
        case (nil, nil): nil
        case (let minimum?, nil): "\(Self.dollars(minimum)) or more"
        case (nil, let maximum?): "up to \(Self.dollars(maximum))"
        case (let minimum?, let maximum?):
            minimum == maximum ? Self.dollars(minimum) : "\(Self.dollars(minimum)) to \(Self.dollars(maximum))"
        }
    }

    /// How much of the price range is within the budget.
    package enum BudgetFit { case within, partly, above }

    /// How the prices compare with the budget; nil if too little is known to say.
    package var budgetFit: BudgetFit? {
        guard let budget else { return nil }
        let costs = costs
        if let maximum = costs.maximum, maximum <= budget { return .within }
        if let minimum = costs.minimum, minimum > budget { return .above }
        return costs.minimum == nil || costs.maximum == nil ? nil : .partly
    }

    /// Whether the student would train anywhere. The marketplace sends that as a city without coordinates.
    package var isOpenToRelocating: Bool {
        let location = request.student.location
        return location.city?.lowercased() == "anywhere" && location.latitude == nil && location.longitude == nil
    }

    /// Whether the school offers the type of training that the student prefers, as one with `Both` does; nil if either is
    /// unknown.
    var trainingTypeFits: Bool? {
        guard let wanted = request.student.trainingTypePreference, let given = request.school.trainingType
        else { return nil }
        return given.lowercased() == "both" || given.lowercased() == wanted.lowercased()
    }

    /// Whether the school's first program is the student's goal; nil if either is unknown.
    var programFits: Bool? {
        guard let goal = request.student.trainingGoal, let program = request.school.primaryProgram else { return nil }
        return goal.lowercased() == program.lowercased()
    }

    private func positive(_ amount: Double?) -> Double? { amount.flatMap { $0.rounded() >= 1 ? $0.rounded() : nil } }

    /// Returns whole dollars with separators, `$12,500`; above a trillion only that they are more.
    package static func dollars(_ amount: Double) -> String {
        amount > MatchFields.maximumAmount ? "over " + dollars(MatchFields.maximumAmount) : "$" + grouped(amount)
    }

    /// Returns a whole number, of at most a trillion, with separators.
    package static func grouped(_ number: Double) -> String {
        let digits = Array(String(Int(number.rounded())))
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return out
    }

    /// Returns `Austin, TX`, or the part of it that is known.
    package static func place(_ place: MatchRequest.Place) -> String? {
        let parts = [place.city, place.state].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
