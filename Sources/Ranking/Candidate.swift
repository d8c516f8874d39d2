import Matching
import Schools

/// A school as the student sees it: its facts, and how far away it is.
struct Candidate {
    let facts: SchoolFacts
    /// Not rounded; nil unless both coordinates of both are known.
    let miles: Double?

    init(_ facts: SchoolFacts, from student: MatchRequest.Place) {
        self.facts = facts
        guard let place = facts.coordinates, let home = student.coordinates else {
            miles = nil
            return
        }
        miles = Haversine.miles(from: home, to: (place.latitude, place.longitude))
    }

    /// The lowest price for a goal in dollars; nil if it is unknown.
    func price(for goal: Programs?) -> Double? { facts.price(for: goal).lowest }
}
