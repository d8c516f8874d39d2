import Matching

/// The distance in miles: 1 at the student's door, half at 150 miles, a third at 300, towards 0 far away. Falls with every
/// mile, at first steeply. Unknown unless both coordinates of both are known.
struct LocationCurve: FactorCurve {
    static let factor = Factor.location
    private static let halfMiles = 150.0

    init?(_ question: MatchQuestion) {
        guard question.student.location.coordinates != nil else { return nil }
    }

    func fit(_ school: Candidate) -> Double? { school.miles.map(Self.fit) }

    static func fit(_ miles: Double) -> Double { halfMiles / (halfMiles + miles) }

    func fact(_ school: Candidate) -> String {
        switch (school.miles ?? 0).rounded() {
        case 0: "less than a mile away"
        case 1: "1 mile away"
        case let miles: "\(MatchFacts.grouped(miles)) miles away"
        }
    }
}
