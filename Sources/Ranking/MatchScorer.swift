import Matching
import Schools

/// Scores schools for one question.
struct MatchScorer {
    /// The factors whose student's part is known, in the order of their weights.
    private let parts: [(weight: Double, curve: any FactorCurve)]

    /// What a preference multiplies its factor's weight by.
    private static let stress = 1.5

    init(_ question: MatchQuestion, _ texts: FactTexts) {
        let curves: [(any FactorCurve)?] = [
            CostCurve(question), LocationCurve(question), QualityCurve(question), ProgramCurve(question),
            TrainingTypeCurve(question), EfficiencyCurve(question), ScheduleCurve(question),
            AircraftCurve(question, texts),
        ]
        parts = curves.compactMap { $0 }.map { curve in
            let factor = type(of: curve).factor
            return (factor.weight * (question.preferences.contains(factor) ? Self.stress : 1), curve)
        }
    }

    /// Returns the score in tenths, 0 to 1000, cut and not rounded. Factors whose facts are unknown are left out, and the rest is
    /// scaled to 100.
    func tenths(_ school: Candidate) -> Int {
        var (points, whole) = (0.0, 0.0)
        for part in parts {
            guard let fit = part.curve.fit(school) else { continue }
            points += part.weight * fit
            whole += part.weight
        }
        // What floating point loses must not cost a tenth.
        return whole > 0 ? Int(points / whole * 1000 + 1e-9) : 0
    }

    /// The part of a score that a factor gives.
    struct Points {
        let factor: Factor
        let points: Double
        /// The most that it could be.
        let of: Double
        let fact: String
    }

    /// Returns the parts of a score, in the order of their weights. They add up to the score before it is cut.
    func points(_ school: Candidate) -> [Points] {
        let known = parts.compactMap { part in part.curve.fit(school).map { (part, fit: $0) } }
        let scale = 100 / known.reduce(0) { $0 + $1.0.weight }
        return known.map { part, fit in
            Points(
                factor: type(of: part.curve).factor, points: part.weight * fit * scale, of: part.weight * scale,
                fact: part.curve.fact(school))
        }
    }
}
