import Support

@testable import Matching

/// Requests with every combination of what may be missing, every budget against every price, and every band of the score.
enum TemplateCases {
    private static let prices: [(Double?, Double?)] = [
        (nil, nil), (9000, nil), (nil, 12_000), (9000, 12_000), (12_000, 9000), (10_000, 10_000), (0, 0),
    ]
    private static let budgets: [Double?] = [nil, 0, 5000, 10_500, 20_000]
    static let scores: [Double] = [0, 65, 75, 85, 90]
    /// The school's latitude: unknown, the same place, a mile off, and so on. The student is at 30 degrees.
    private static let latitudes: [Double?] = [nil, 30, 30.0145, 60]

    /// Calls `body` with each request.
    static func visit(_ body: (MatchRequest) -> Void) throws {
        let empty = try Matches.request()
        for prices in prices {
            for budget in budgets { for score in scores { withNames(empty, prices, budget, score, body) } }
        }
    }

    private static func withNames(
        _ empty: MatchRequest, _ prices: (Double?, Double?), _ budget: Double?, _ score: Double,
        _ body: (MatchRequest) -> Void
    ) {
        var request = empty
        request.score = score
        request.student.maxBudget = budget
        (request.school.minimumCost, request.school.maximumCost) = prices
        for name in [nil, "Lone Star"] {
            request.school.name = name
            for (goal, program) in [(nil, nil), ("PPL", nil), ("PPL", "PPL"), ("IR", "PPL")]
                as [(String?, String?)]
            {
                request.student.trainingGoal = goal
                request.school.primaryProgram = program
                for (wanted, given) in [(nil, nil), ("Part61", "Both"), ("Part61", "Part141")]
                    as [(String?, String?)]
                {
                    request.student.trainingTypePreference = wanted
                    request.school.trainingType = given
                    withPlaces(&request, body)
                }
            }
        }
    }

    private static func withPlaces(_ request: inout MatchRequest, _ body: (MatchRequest) -> Void) {
        for (city, state) in [(nil, nil), ("Austin", nil), (nil, "TX"), ("Austin", "TX")] as [(String?, String?)] {
            for latitude in latitudes {
                request.school.location = .init(city: city, state: state, latitude: latitude, longitude: -97)
                request.student.location = .init(latitude: 30, longitude: -97)
                body(request)
            }
        }
    }
}
