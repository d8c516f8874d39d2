import JSON

/// Reads `SchoolFacts` out of a school's plain JSON, whole or as the catalogue's index projects it.
struct FactsReader {
    private let plain: PlainFields

    init(_ plain: PlainFields) { self.plain = plain }

    /// Where a school's facts are. Fields that both layouts have stand in the order in which they are tried.
    struct Places {
        var costBand = 0..<0, rating = 0..<0, reviewCount = 0..<0, trainingType = 0..<0, programs = 0..<0
        var programDetails = 0..<0, verificationDetails = 0..<0, fleetDetails = 0..<0
        var coordinates: [Place] = []
        var states: [Place] = []
    }

    /// Returns the facts of a school; its texts are added to `texts`.
    func facts(at places: Places, isMalformed: Bool, _ texts: inout FactTexts) -> SchoolFacts {
        var facts = SchoolFacts()
        facts.isMalformed = isMalformed
        facts.coordinates = places.coordinates.lazy.compactMap(coordinates).first
        facts.state = places.states.lazy.compactMap(text).first.map { texts.add(state: $0) }
        facts.programs = programs(places.programs)
        facts.trainingType = plain.string(places.trainingType).flatMap(TrainingType.init)
        facts.price = price(places.costBand, "min", "max")
        facts.rating = CompactNumber(plain.double(places.rating, in: 0...5))
        facts.reviewCount = amount(places.reviewCount)
        let signals = plain.member("fspSignals", of: places.verificationDetails)
        facts.hoursToPPL = amount(plain.member("avgHoursToPPL", of: signals))
        facts.scheduleConsistency = CompactNumber(
            plain.double(plain.member("scheduleConsistency", of: signals), in: 0...100))
        for place in plain.elements(places.programDetails) ?? [] { add(course: place, to: &facts.courses) }
        let fleet = plain.elements(places.fleetDetails) ?? []
        facts.aircraft = texts.add(aircraft: fleet.compactMap { text(plain.member("aircraftType", of: $0)) })
        return facts
    }

    private func add(course place: Place, to courses: inout SchoolFacts.Courses) {
        guard let name = plain.string(plain.member("certification", of: place)), let program = Programs(name: name)
        else { return }
        let hours = amount(plain.member("durationHours", of: place))
        courses[program].merge(.init(price: price(place, "costMin", "costMax"), hours: hours))
    }

    private func programs(_ place: Place) -> Programs {
        (plain.elements(place) ?? []).reduce(into: []) { programs, element in
            if let program = plain.string(element).flatMap(Programs.init(name:)) { programs.insert(program) }
        }
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

extension FactsReader.Places {
    /// The places in the text of a school, which is one object.
    init(_ plain: PlainFields) {
        var location = 0..<0
        var flat: (coordinates: Place, state: Place) = (0..<0, 0..<0)
        plain.forEachMember(of: 0..<plain.text.count) { name, place in
            switch name {
            case "costBand": costBand = place
            case "avgRating": rating = place
            case "reviewCount": reviewCount = place
            case "trainingType": trainingType = place
            case "programs": programs = place
            case "programDetails": programDetails = place
            case "verificationDetails": verificationDetails = place
            case "fleetDetails": fleetDetails = place
            case "coordinates": flat.coordinates = place
            case "state": flat.state = place
            case "location": location = place
            default: break
            }
        }
        coordinates = [flat.coordinates, plain.member("coordinates", of: location)]
        states = [flat.state, plain.member("state", of: location)]
    }
}

extension SchoolFacts {
    /// The facts in the text of a school, one well-formed JSON object; its texts are added to `texts`.
    package init(_ text: UnsafeRawBufferPointer, isMalformed: Bool, _ texts: inout FactTexts) {
        let plain = PlainFields(text: text)
        self = FactsReader(plain).facts(at: FactsReader.Places(plain), isMalformed: isMalformed, &texts)
    }
}
