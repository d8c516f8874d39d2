import Matching
import Schools

/// A school as the student sees it: its facts, and how far away it is.
struct Candidate {
    let facts: SchoolFacts
    /// Not rounded; nil unless both coordinates of both are known.
    let miles: Double?

    init(_ facts: SchoolFacts, from student: MatchRequest.Place) {
        self.facts = facts
        guard let place = facts.coordinates, let latitude = student.latitude, let longitude = student.longitude else {
            miles = nil
            return
        }
        miles = Haversine.miles(from: (latitude, longitude), to: (place.latitude, place.longitude))
    }
}
