import JSON

/// Reads `SchoolFacts` out of a school's plain JSON, whole or as the catalogue's index projects it.
struct FactsReader {
    private let plain: PlainFields

    init(_ plain: PlainFields) { self.plain = plain }

    /// Returns the facts of `school`, whose fields are at `places`; its texts are added to `texts`.
    func facts(of school: School, at places: SchoolPlaces, _ texts: inout FactTexts) -> SchoolFacts {
        var facts = SchoolFacts()
        facts.coordinates = places.both(.coordinates).lazy.compactMap(coordinates).first
        facts.state = places.both(.state).lazy.compactMap(text).first.map { texts.add(state: $0) }
        facts.programs = school.programs
        facts.trainingType = TrainingType(rawValue: school.trainingType)
        facts.price = price(places.band[0], places.band[1])
        facts.rating = CompactNumber(
            school.rating.flatMap { (0...5).contains($0.approximation) ? $0.approximation : nil })
        facts.reviewCount = amount(places[.reviewCount])
        let signals = plain.members(Self.signals, of: plain.member("fspSignals", of: places[.verificationDetails]))
        facts.hoursToPPL = amount(signals[0])
        facts.scheduleConsistency = CompactNumber(plain.double(signals[1], in: 0...100))
        for course in plain.members(Self.courses, ofEach: places[.programDetails]) ?? [] {
            add(course: course, to: &facts.courses)
        }
        facts.aircraft = texts.add(aircraft: (places.fleet ?? []).compactMap { text($0[0]) })
        return facts
    }

    private static let signals: [2 of StaticString] = ["avgHoursToPPL", "scheduleConsistency"]
    private static let courses: [4 of StaticString] = ["certification", "durationHours", "costMin", "costMax"]

    private func add(course places: [4 of Place], to courses: inout SchoolFacts.Courses) {
        guard let name = plain.string(places[0]), let program = Programs(name: name)
        else { return }
        courses[program].merge(.init(price: price(places[2], places[3]), hours: amount(places[1])))
    }

    private func price(_ minimum: Place, _ maximum: Place) -> Price {
        Price(plain.double(minimum, in: Self.amounts), plain.double(maximum, in: Self.amounts))
    }

    private func coordinates(_ map: Place) -> SchoolFacts.Coordinates? {
        let degrees = plain.members(SchoolPlaces.degreeNames, of: map)
        return SchoolFacts.Coordinates(
            latitude: plain.double(degrees[0], in: -90...90), longitude: plain.double(degrees[1], in: -180...180))
    }

    private static let amounts = 0...Double.greatestFiniteMagnitude

    private func amount(_ place: Place) -> CompactNumber { CompactNumber(plain.double(place, in: Self.amounts)) }

    private func text(_ place: Place) -> String? { plain.string(place).flatMap { $0.isEmpty ? nil : $0 } }
}

extension SchoolDecoder {
    /// Returns the facts of `school`, the one that was decoded last; its texts are added to `texts`.
    package func facts(of school: School, _ texts: inout FactTexts) -> SchoolFacts {
        FactsReader(plain).facts(of: school, at: places, &texts)
    }
}
