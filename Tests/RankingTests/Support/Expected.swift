import Foundation
import JSON
import Schools

/// What the contract says of one school and one question, written a second time, plainly, from the JSON and not from the facts.
struct Expected {
    let school: JSONValue
    let student: JSONValue
    let radius: Double?

    func number(_ value: JSONValue?, _ range: ClosedRange<Double> = 0...1e300) -> Double? {
        value?.double.flatMap { range.contains($0) ? $0 : nil }
    }

    var goal: String? {
        let goal = student.text("trainingGoal")
        return goal.isEmpty || goal == "Other" ? nil : goal
    }
    var budget: Double? { student["maxBudget"]?.double.flatMap { $0 > 0 ? $0 : nil } }

    func lowest(_ band: JSONValue?, _ names: [String]) -> Double? {
        let amounts = names.compactMap { number(band?[$0]) }.filter { $0 > 0 }
        return amounts.min()
    }
    var price: Double? {
        let courses = school.list("programDetails").filter { goal != nil && $0.text("certification") == goal }
        return courses.compactMap { lowest($0, ["costMin", "costMax"]) }.min()
            ?? lowest(school["costBand"], ["min", "max"])
    }

    var isOffered: Bool {
        guard let goal else { return true }
        return school.list("programs").contains { $0.string == goal }
    }

    var place: (Double, Double)? {
        for coordinates in [school["coordinates"], school["location"]?["coordinates"]] {
            guard let latitude = number(coordinates?["lat"], -90...90),
                let longitude = number(coordinates?["lng"], -180...180), latitude != 0 || longitude != 0
            else { continue }
            return (latitude, longitude)
        }
        return nil
    }
    var studentPlace: (Double, Double)? {
        guard let latitude = student["location"]?["lat"]?.double, let longitude = student["location"]?["lon"]?.double
        else { return nil }
        return (latitude, longitude)
    }
    /// By the spherical law of cosines, which is not how the ranking computes it.
    var miles: Double? {
        guard let place, let studentPlace else { return nil }
        let radians = Double.pi / 180
        let (a, b) = (place.0 * radians, studentPlace.0 * radians)
        let cosine = sin(a) * sin(b) + cos(a) * cos(b) * cos((place.1 - studentPlace.1) * radians)
        return 3959 * acos(max(-1, min(1, cosine)))
    }
    var state: String? {
        [school["state"], school["location"]?["state"]].compactMap { $0?.string }.first { !$0.isEmpty }?.uppercased()
    }

    var exclusion: String? {
        if !isOffered { return "goal" }
        if let radius {
            let wanted = student["location"]?["state"]?.string?.uppercased()
            if let miles {
                if miles > radius { return "radius" }
            } else if studentPlace != nil || wanted != nil, wanted == nil || state != wanted {
                return "radius"
            }
        }
        if let budget, let price, price > budget * 1.1 + 1e-6 { return "budget" }
        return nil
    }

    /// The names of the factors whose facts are known.
    var known: [String] {
        let signals = school["verificationDetails"]?["fspSignals"]
        let hours = school.list("programDetails").contains {
            goal != nil && $0.text("certification") == goal && number($0["durationHours"]) != nil
        }
        let isTypeKnown = School.trainingTypes.contains(school.text("trainingType"))
        let hasAircraft = school.list("fleetDetails").contains { !$0.text("aircraftType").isEmpty }
        return [
            ("cost", budget != nil && price != nil), ("location", miles != nil),
            ("quality", number(school["avgRating"], 0...5) != nil), ("program", goal != nil),
            ("trainingType", ["Part61", "Part141"].contains(student.text("trainingTypePreference")) && isTypeKnown),
            ("efficiency", hours || number(signals?["avgHoursToPPL"]) != nil),
            (
                "schedule",
                student["intensityPreference"] != nil && number(signals?["scheduleConsistency"], 0...100) != nil
            ),
            ("aircraft", student["aircraftPreference"] != nil && hasAircraft),
        ].filter(\.1).map(\.0)
    }

    static let weights: [String: Double] = [
        "cost": 30, "location": 25, "quality": 15, "program": 10, "trainingType": 8, "efficiency": 7, "schedule": 3,
        "aircraft": 2,
    ]
    static let stresses = [
        "cost": "Low cost", "efficiency": "Fast completion", "quality": "Best instructors", "aircraft": "Modern fleet",
        "location": "Location",
    ]

    /// The most points of each known factor.
    var shares: [(name: String, of: Double)] {
        let stressed = student.list("preferences").compactMap(\.string)
        let weights = known.map { name in
            (Self.weights[name] ?? 0) * (Self.stresses[name].map(stressed.contains) == true ? 1.5 : 1)
        }
        let whole = weights.reduce(0, +)
        return zip(known, weights).map { ($0, $1 / whole * 100) }
    }
}
