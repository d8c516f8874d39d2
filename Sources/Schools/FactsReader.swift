import JSON

/// Reads `SchoolFacts` out of a school's plain JSON, whole or as the catalogue's index projects it.
struct FactsReader {
    private let plain: PlainFields

    init(_ plain: PlainFields) { self.plain = plain }

    /// Returns the facts of a school; its texts are added to `texts`.
    func facts(at places: SchoolPlaces, _ texts: inout FactTexts) -> SchoolFacts {
        var facts = SchoolFacts()
        facts.coordinates = places.both(.coordinates).lazy.compactMap(coordinates).first
        facts.state = places.both(.state).lazy.compactMap(text).first.map { texts.add(state: $0) }
        facts.programs = plain.programs(places[.programs])
        facts.trainingType = plain.string(places[.trainingType]).flatMap(TrainingType.init)
        facts.price = price(places[.costBand], "min", "max")
        facts.rating = CompactNumber(plain.double(places[.avgRating], in: 0...5))
        facts.reviewCount = amount(places[.reviewCount])
        let signals = plain.member("fspSignals", of: places[.verificationDetails])
        facts.hoursToPPL = amount(plain.member("avgHoursToPPL", of: signals))
        facts.scheduleConsistency = CompactNumber(
            plain.double(plain.member("scheduleConsistency", of: signals), in: 0...100))
        for place in plain.elements(places[.programDetails]) ?? [] { add(course: place, to: &facts.courses) }
        let fleet = plain.elements(places[.fleetDetails]) ?? []
        facts.aircraft = texts.add(aircraft: fleet.compactMap { text(plain.member("aircraftType", of: $0)) })
        return facts
    }

    private func add(course place: Place, to courses: inout SchoolFacts.Courses) {
        guard let name = plain.string(plain.member("certification", of: place)), let program = Programs(name: name)
        else { return }
        let hours = amount(plain.member("durationHours", of: place))
        courses[program].merge(.init(price: price(place, "costMin", "costMax"), hours: hours))
    }

    private func price(_ map: Place, _ minimum: StaticString, _ maximum: StaticString) -> Price {
        let (minimum, maximum) = (plain.member(minimum, of: map), plain.member(maximum, of: map))
        return Price(plain.double(minimum, in: Self.amounts), plain.double(maximum, in: Self.amounts))
    }

    private func coordinates(_ map: Place) -> SchoolFacts.Coordinates? {
        SchoolFacts.Coordinates(
            latitude: plain.double(plain.member("lat", of: map), in: -90...90),
            longitude: plain.double(plain.member("lng", of: map), in: -180...180))
    }

    private static let amounts = 0...Double.greatestFiniteMagnitude

    private func amount(_ place: Place) -> CompactNumber { CompactNumber(plain.double(place, in: Self.amounts)) }

    private func text(_ place: Place) -> String? { plain.string(place).flatMap { $0.isEmpty ? nil : $0 } }
}

extension SchoolDecoder {
    /// The facts of the school that was decoded last; its texts are added to `texts`.
    package func facts(_ texts: inout FactTexts) -> SchoolFacts {
        FactsReader(PlainFields(text: whole)).facts(at: places, &texts)
    }
}
