/// A fact as the model is told it.
package struct ToldFact: Sendable {
    /// The names of the facts, as the prompt writes them.
    package enum Name: String, Sendable {
        case match, score, goal, budget
        case home = "student's place"
        case preferredTraining = "preferred training"
        case experience, school
        case place = "school's place"
        case distance, cost
        case costAndBudget = "cost and budget"
        case program, training, instructors, strongest, weakest
    }

    package let name: Name
    package let text: String
    /// Whether a stranger typed the text. Code wrote every other one.
    package let isTyped: Bool
}

extension MatchFacts {
    /// All that the model is told, in this order: what is unknown is not there. A text of the model has no numbers but these.
    package var told: [ToldFact] {
        // The score is cut, not rounded: 84.6 must not become 85, which has another word.
        var told: [ToldFact] = []
        func add(_ name: ToldFact.Name, _ text: String?, isTyped: Bool = false) {
            if let text { told.append(ToldFact(name: name, text: text, isTyped: isTyped)) }
        }
        func quote(_ name: ToldFact.Name, _ text: String?) { add(name, text, isTyped: true) }
        func training(_ name: ToldFact.Name, _ text: String?) {
            text?.lowercased() == "both" ? add(name, "Part 61 and Part 141") : quote(name, text)
        }

        add(.match, matchWord)
        add(.score, "\(Int(request.score)) of 100")
        quote(.goal, request.student.trainingGoal)
        add(.budget, budget.map(Self.dollars))
        let home = Self.place(request.student.location)
        isOpenToRelocating ? add(.home, "open to relocating anywhere") : quote(.home, home)
        training(.preferredTraining, request.student.trainingTypePreference)
        quote(.experience, request.student.priorExperience)
        quote(.school, request.school.name)
        quote(.place, Self.place(request.school.location))
        add(.distance, miles.map(Self.distance))
        add(.cost, cost)
        add(.costAndBudget, budgetFit.map(Self.words))
        quote(.program, request.school.primaryProgram)
        training(.training, request.school.trainingType)
        add(.instructors, request.school.instructorCount.flatMap { $0 >= 1 ? Self.grouped($0) : nil })
        let deciding = deciding
        let strongest = deciding.strongest.map(Self.words)
        add(.strongest, strongest.isEmpty ? nil : strongest.joined(separator: "; "))
        add(.weakest, deciding.weakest.map(Self.words))
        return told
    }

    private static func distance(_ miles: Int) -> String {
        switch miles {
        case 0: "less than 1 mile"
        case 1: "1 mile"
        default: "\(grouped(Double(miles))) miles"
        }
    }

    private static func words(_ fit: BudgetFit) -> String {
        switch fit {
        case .within: "all of it is within the budget"
        case .partly: "the lower end is within the budget, the upper end is above it"
        case .above: "above the budget"
        }
    }

    private static func words(_ factor: FactorPoints) -> String {
        "\(words(factor.factor)), \(grouped(factor.points)) of \(grouped(factor.most)) points"
    }

    private static func words(_ factor: Factor) -> String {
        switch factor {
        case .cost: "the price"
        case .location: "the distance"
        case .quality: "the ratings"
        case .program: "the program"
        case .trainingType: "the training type"
        case .efficiency: "the hours to finish"
        case .schedule: "the schedule"
        case .aircraft: "the aircraft"
        }
    }
}
