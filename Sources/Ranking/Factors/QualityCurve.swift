import Matching

/// The average rating, 0 to 5 stars, to the fourth power as a share of five: ratings crowd between 4 and 5, where the power
/// sets them apart. Few reviews prove little, so that 20 reviews of 4 stars are added first. Never falls with the rating.
/// Unknown without a rating.
struct QualityCurve: FactorCurve {
    static let factor = Factor.quality
    private static let priorStars = 4.0
    private static let priorReviews = 20.0

    init(_ question: MatchQuestion) {}

    func fit(_ school: Candidate) -> Double? {
        school.facts.rating.value.map { Self.fit($0, reviews: school.facts.reviewCount.value ?? 0) }
    }

    static func fit(_ rating: Double, reviews: Double) -> Double {
        let share = (reviews * rating + priorReviews * priorStars) / (reviews + priorReviews) / 5
        return share * share * share * share
    }

    func fact(_ school: Candidate) -> String {
        let rating = Hundredths.text(school.facts.rating.value ?? 0)
        let reviews = (school.facts.reviewCount.value ?? 0).rounded()
        return "\(rating) of 5 stars from \(MatchFacts.grouped(reviews)) \(reviews == 1 ? "review" : "reviews")"
    }
}
