import Matching

/// The percentage of lessons that take place as planned, as a share of 100 to a power that grows with the intensity: a student
/// who trains every day loses most by a cancelled lesson. 1 at 100 %, 0 at 0 %; rises with every percent. Unknown without an
/// intensity, or if the school's consistency is unknown.
struct ScheduleCurve: FactorCurve {
    static let factor = Factor.schedule
    private let power: Int

    init?(_ question: MatchQuestion) {
        switch question.intensity {
        case nil: return nil
        case .intensive: power = 12
        case .partTime: power = 6
        case .flexible: power = 2
        }
    }

    func fit(_ school: Candidate) -> Double? {
        school.facts.scheduleConsistency.value.map { percent in
            (0..<power).reduce(1) { product, _ in product * (percent / 100) }
        }
    }

    func fact(_ school: Candidate) -> String {
        "\(Hundredths.text(school.facts.scheduleConsistency.value ?? 0)) % of lessons as planned"
    }
}
