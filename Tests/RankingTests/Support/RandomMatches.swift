import JSON
import Schools
import Support

/// Random schools and students, usual ones and hostile ones.
struct RandomMatches {
    var chance: Chance

    init(seed: UInt64) { chance = Chance(seed: seed) }

    mutating func number(_ range: ClosedRange<Double>, step: Double = 1) -> JSONValue {
        .number((Double.random(in: range, using: &chance) / step).rounded() * step)
    }

    mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &chance) < percent }

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: values.indices, using: &chance)] }

    /// A value of any kind.
    mutating func anything() -> JSONValue {
        switch Int.random(in: 0..<9, using: &chance) {
        case 0: .null
        case 1: .bool(happens(50))
        case 2: .string(chance.text(upTo: 250))
        case 3: .array([.string("PPL"), .number("1")])
        case 4: .object([("lat", .number("1e120")), ("min", .string("7")), ("city", .number("3"))])
        case 5: .number("-1")
        case 6: .number("1e125")
        case 7: .number("0")
        default: .number("0.0000001")
        }
    }

    // MARK: Schools

    /// `count` schools; of a hostile one, any field may be anything.
    mutating func schools(_ count: Int, hostile: Int = 0) -> [JSONValue] {
        (0..<count).map { index in
            var school = school("school-\(index)")
            if happens(hostile) {
                for _ in 0..<3 {
                    let paths = [
                        "name", "location", "location.city", "location.state", "location.coordinates", "state",
                        "location.coordinates.lat", "location.coordinates.lng", "coordinates", "coordinates.lat",
                        "programs", "costBand", "costBand.min", "costBand.max", "trainingType", "avgRating",
                        "reviewCount", "instructorCount", "programDetails", "fleetDetails", "verificationDetails",
                        "verificationDetails.fspSignals", "verificationDetails.fspSignals.avgHoursToPPL",
                        "verificationDetails.fspSignals.scheduleConsistency", "fleetSize",
                    ]
                    school = Matches.put(school, pick(paths), anything())
                }
                if happens(10) { school = Matches.put(school, "location.coordinates", ["lat": 0, "lng": 0]) }
            }
            return school
        }
    }

    mutating func school(_ id: String) -> JSONValue {
        var school: [String: JSONValue] = ["schoolId": .string(id), "name": .string("School \(id)")]
        let city: [String: JSONValue] = [
            "city": .string(pick(["Austin", "Reno", "Salem"])), "state": .string(pick(["TX", "NV", "OR", "CA"])),
            "coordinates": ["lat": number(25...48, step: 0.01), "lng": number(-122 ... -70, step: 0.01)],
        ]
        if happens(70) { school["location"] = .object(city) } else { school.merge(city) { $1 } }
        let programs = Programs.names.filter { _ in happens(60) }
        if happens(95) { school["programs"] = .array(programs.map { .string($0) }) }
        if happens(90) { school["trainingType"] = .string(pick(School.trainingTypes)) }
        if happens(90) { school["costBand"] = band("min", "max") }
        if happens(85) { school["avgRating"] = number(0...5, step: 0.1) }
        if happens(85) { school["reviewCount"] = number(0...300) }
        if happens(85) { school["instructorCount"] = number(1...30) }
        let types = ["Cessna 172S Skyhawk SP", "Cessna 152", "Diamond DA40 NG", "Piper PA-28-181 Archer"]
        if happens(90) {
            school["fleetDetails"] = .array((0..<2).map { _ in ["aircraftType": .string(pick(types)), "count": 2] })
        }
        if happens(80) {
            school["programDetails"] = .array(
                Programs.names.filter { _ in happens(70) }.map { name in
                    var course = band("costMin", "costMax").members ?? []
                    course.append(("certification", .string(name)))
                    if happens(80) { course.append(("durationHours", number(10...260))) }
                    return .object(course)
                })
        }
        if happens(70) {
            school["verificationDetails"] = [
                "fspSignals": [
                    "avgHoursToPPL": number(40...90, step: 0.1), "scheduleConsistency": number(50...100),
                ]
            ]
        }
        return .object(school)
    }

    private mutating func band(_ minimum: String, _ maximum: String) -> JSONValue {
        let price = Double.random(in: 4...40, using: &chance).rounded() * 500
        var members: [(name: String, value: JSONValue)] = []
        if happens(90) { members.append((minimum, .number(price))) }
        if happens(90) { members.append((maximum, .number(happens(10) ? price - 1000 : price + 3000))) }
        return .object(members)
    }

    // MARK: Questions

    mutating func student() -> JSONValue {
        var student: [String: JSONValue] = [:]
        if happens(80) { student["trainingGoal"] = .string(pick(Programs.names + ["PPL", "PPL", "IR", "Other", ""])) }
        if happens(80) { student["maxBudget"] = number(5000...40_000, step: happens(20) ? 0.01 : 500) }
        var place: [String: JSONValue] = [:]
        if happens(80) { place["state"] = .string(pick(["TX", "nv", "Or", "WY"])) }
        if happens(80) {
            place["lat"] = number(25...48, step: 0.0001)
            place["lon"] = number(-122 ... -70, step: 0.0001)
        }
        if happens(90) { student["location"] = .object(place) }
        if happens(70) {
            student["trainingTypePreference"] = .string(pick(["Part61", "Part141", "Both", "No Preference"]))
        }
        let wishes = ["Cessna 172", "DA-40", "Piper Cherokee", "jet"]
        if happens(60) { student["aircraftPreference"] = .string(pick(wishes)) }
        if happens(70) { student["intensityPreference"] = .string(pick(["Intensive", "Part-time", "Flexible"])) }
        let stresses: [JSONValue] = [
            "Low cost", "Fast completion", "Best instructors", "Modern fleet", "Location",
        ]
        if happens(60) { student["preferences"] = .array((0..<3).map { _ in pick(stresses) }) }
        if happens(30) { student["priorExperience"] = "10 hours" }
        return .object(student)
    }

    /// The members of a body beside the student, without `limit` and `schoolIds`.
    mutating func radius() -> String {
        happens(40) ? "" : #""radius":\#(number(0...800, step: happens(20) ? 0.1 : 10).text)"#
    }
}
