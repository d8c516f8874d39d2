import Matching
import Schools

/// Whether the school offers the goal, and how many of the other programs, with which a student can go on there: 0 without the
/// goal, 0.7 with it alone, 1 with all five. Rises with every program. Unknown without a goal that is a program.
struct ProgramCurve: FactorCurve {
    static let factor = Factor.program
    private let goal: Programs

    init?(_ question: MatchQuestion) {
        guard let goal = question.goal else { return nil }
        self.goal = goal
    }

    func fit(_ school: Candidate) -> Double? {
        guard offersGoal(school) else { return 0 }
        return 0.7 + 0.3 * Double(others(school)) / Double(Programs.names.count - 1)
    }

    func fact(_ school: Candidate) -> String {
        guard offersGoal(school) else { return "does not offer \(goal.list)" }
        switch others(school) {
        case 0: return "offers \(goal.list)"
        case 1: return "offers \(goal.list) and 1 more program"
        case let others: return "offers \(goal.list) and \(others) more programs"
        }
    }

    private func offersGoal(_ school: Candidate) -> Bool { school.facts.programs.isSuperset(of: goal) }
    private func others(_ school: Candidate) -> Int { school.facts.programs.subtracting(goal).rawValue.nonzeroBitCount }
}
