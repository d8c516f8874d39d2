/// A part of a match's score, by the name that callers see. The cases are in the order of their weights.
package enum Factor: String, CaseIterable {
    case cost, location, quality, program, trainingType, efficiency, schedule, aircraft

    /// The points that the factor can give where all factors are known and the student stresses none; all together are 100.
    package var weight: Double {
        switch self {
        case .cost: 30
        case .location: 25
        case .quality: 15
        case .program: 10
        case .trainingType: 8
        case .efficiency: 7
        case .schedule: 3
        case .aircraft: 2
        }
    }
}
