/// An explanation without a model: one to three sentences from the facts that are known, always the same for the same facts.
///
/// A sentence whose facts are missing is left out. The text ends in `.` or `!`.
package struct ExplanationTemplate {
    private let facts: MatchFacts

    package init(_ facts: MatchFacts) { self.facts = facts }

    package var text: String {
        [opening, cost, place].compactMap { $0 }.joined(separator: " ")
    }

    // MARK: The tone: by the score and by what fits

    private var opening: String {
        let name = facts.request.school.name
        let school = shown(name, schoolName: name) ?? "This school"
        switch facts.matchWord {
        case "exceptional":
            return facts.budgetFit == .within
                ? "\(school) is an exceptional match for \(goal), and the price works too!"
                : "\(school) is an exceptional match for \(goal)!"
        case "excellent": return "\(school) is an excellent match for \(goal)\(reason)."
        case "very good": return "\(school) is a very good match for \(goal)\(reason)."
        case "good": return "\(school) is a good match for \(goal)\(reason), well worth a closer look."
        default:
            return facts.budgetFit == .within
                ? "\(school) is a decent match for \(goal), and it fits your budget."
                : "\(school) is a decent match for \(goal); compare it with others before you decide."
        }
    }

    /// What makes the match, in a few words, from the strongest fact that fits.
    private var reason: String {
        if facts.programFits == true { return ", with the very program that you want" }
        if facts.trainingTypeFits == true { return ", with the type of training that you prefer" }
        if let miles = facts.miles, miles <= 50 { return ", and it is close to you" }
        return ""
    }

    private var goal: String {
        switch facts.request.student.trainingGoal?.uppercased() {
        case "PPL": "your private pilot training"
        case "IR": "your instrument rating"
        case "CPL": "your commercial pilot training"
        case "CFII": "your instrument instructor training"
        case "ATPL": "your airline transport pilot training"
        default: "your flight training"
        }
    }

    // MARK: Cost and place

    private var cost: String? {
        guard let cost = facts.cost else { return nil }
        guard let fit = facts.budgetFit, let budget = facts.budget.map(MatchFacts.dollars) else {
            return "Training there costs \(cost)."
        }
        switch fit {
        case .within: return "At \(cost), the training stays within your budget of \(budget)."
        case .partly: return "Training there costs \(cost), and your budget of \(budget) covers the lower end of that."
        case .above:
            return "At \(cost), the training is above your budget of \(budget), so ask about ways to spread the cost."
        }
    }

    private var place: String? {
        let place = shown(MatchFacts.place(facts.request.school.location))
        guard let miles = facts.miles else { return place.map { "You would train in \($0)." } }
        let distance: String
        switch miles {
        case 0: distance = "less than a mile"
        case 1: distance = "about 1 mile"
        default: distance = "about \(MatchFacts.grouped(Double(miles))) miles"
        }
        return place.map { "The school is in \($0), \(distance) from you." } ?? "The school is \(distance) from you."
    }

    /// A name or a place as it was given, or nil if it must not be passed on.
    private func shown(_ text: String?, schoolName: String? = nil) -> String? {
        text.flatMap { ExplanationCheck(schoolName: schoolName).fault(in: $0) == nil ? $0 : nil }
    }
}
