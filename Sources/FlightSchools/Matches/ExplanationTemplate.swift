/// An explanation without a model: one to three sentences from the facts that are there, always the same for the same facts.
///
/// A sentence whose facts are missing is left out, never filled with something else. Ends in `.` or `!`.
struct ExplanationTemplate {
    private let facts: MatchFacts

    init(_ facts: MatchFacts) { self.facts = facts }

    var text: String {
        [opening, cost, place].compactMap { $0 }.joined(separator: " ")
    }

    // MARK: The tone: by the score and by what fits

    private var opening: String {
        let school = name ?? "This school"
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
        if facts.programFits == true { return ", with the very programme that you want" }
        if trainingTypeFits { return ", with the type of training that you prefer" }
        if let miles = facts.miles, miles <= 50 { return ", and it is close to you" }
        return ""
    }

    private var trainingTypeFits: Bool {
        guard let wanted = facts.request.student.trainingTypePreference, let given = facts.request.school.trainingType
        else { return false }
        return wanted.lowercased() == given.lowercased()
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
        guard let costs = facts.costs else { return nil }
        let range =
            costs.minimum == costs.maximum
            ? MatchFacts.dollars(costs.minimum)
            : "\(MatchFacts.dollars(costs.minimum)) to \(MatchFacts.dollars(costs.maximum))"
        guard let fit = facts.budgetFit, let budget = facts.budget.map(MatchFacts.dollars) else {
            return "Training there costs \(range)."
        }
        switch fit {
        case .within: return "At \(range), the training stays within your budget of \(budget)."
        case .partly:
            return
                "Prices start at \(MatchFacts.dollars(costs.minimum)), within your budget of \(budget), and go up to "
                + "\(MatchFacts.dollars(costs.maximum))."
        case .above: return "At \(range), it is above your budget of \(budget), so ask about ways to spread the cost."
        }
    }

    private var place: String? {
        let place = MatchFacts.place(facts.request.school.location).flatMap(shown)
        guard let miles = facts.miles else { return place.map { "You would train in \($0)." } }
        let distance: String
        switch miles {
        case 0: distance = "less than a mile"
        case 1: distance = "about 1 mile"
        default: distance = "about \(MatchFacts.grouped(Double(miles))) miles"
        }
        return place.map { "It is in \($0), \(distance) from you." } ?? "It is \(distance) from you."
    }

    // MARK: Names from strangers

    private var name: String? { facts.request.school.name.flatMap(shown) }

    /// A stranger's text, unless it is what no answer may carry.
    private func shown(_ text: String) -> String? { ExplanationCheck.fault(in: text) == nil ? text : nil }
}
