import Matching
import Schools

/// The hours that training takes against those that it usually takes: half at the usual hours, near 1 far below and near 0 far
/// above, steepest in between. Falls with every hour.
///
/// For PPL and without a goal the school's own average to PPL counts, for other goals the hours that its course is planned
/// with, and each where the other is unknown. Unknown without either.
struct EfficiencyCurve: FactorCurve {
    static let factor = Factor.efficiency
    private let goal: Programs?

    init(_ question: MatchQuestion) { goal = question.goal }

    private enum Hours {
        case average(Double)
        case planned(Double, Programs)
    }

    /// The usual hours of a program.
    private static func usual(_ program: Programs) -> Double {
        switch program {
        case .ppl: 60
        case .ir: 42
        case .cpl: 110
        case .cfii: 30
        default: 240
        }
    }

    func fit(_ school: Candidate) -> Double? {
        switch hours(school) {
        case nil: nil
        case .average(let hours): Self.fit(hours, .ppl)
        case .planned(let hours, let program): Self.fit(hours, program)
        }
    }

    static func fit(_ hours: Double, _ program: Programs) -> Double {
        let share = hours / usual(program)
        let cube = share * share * share
        return 1 / (1 + cube * cube)
    }

    func fact(_ school: Candidate) -> String {
        switch hours(school) {
        case nil: ""
        case .average(let hours): "\(Hundredths.text(hours)) hours to PPL on average"
        case .planned(let hours, let program): "\(program.list) planned with \(Hundredths.text(hours)) hours"
        }
    }

    private func hours(_ school: Candidate) -> Hours? {
        let average = school.facts.hoursToPPL.value.map(Hours.average)
        guard let goal else { return average }
        let planned = school.facts.courses[goal].hours.value.map { Hours.planned($0, goal) }
        return goal == .ppl ? average ?? planned : planned ?? average
    }
}
