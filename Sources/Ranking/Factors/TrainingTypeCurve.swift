import Matching
import Schools

/// The school's training type against the one that the student prefers: 1 if it is that or both, else 0. Unknown without a
/// preference for one of them, or if the school's type is unknown.
struct TrainingTypeCurve: FactorCurve {
    static let factor = Factor.trainingType
    private let wanted: TrainingType

    init?(_ question: MatchQuestion) {
        guard let wanted = question.trainingType else { return nil }
        self.wanted = wanted
    }

    func fit(_ school: Candidate) -> Double? {
        school.facts.trainingType.map { $0 == wanted || $0 == .both ? 1 : 0 }
    }

    func fact(_ school: Candidate) -> String {
        switch school.facts.trainingType {
        case .both: "Part 61 and Part 141"
        case wanted: "\(Self.name(wanted)), as you prefer"
        case let type: "\(Self.name(type)), not \(Self.name(wanted))"
        }
    }

    private static func name(_ type: TrainingType?) -> String { type == .part61 ? "Part 61" : "Part 141" }
}
