import JSON

/// Reads `SchoolFacts` out of a school's plain JSON, whole or as the catalogue's index projects it.
struct FactsReader {
    private let plain: PlainFields

    init(_ plain: PlainFields) { self.plain = plain }

    /// Returns the facts of `school`, whose fields are at `ranges`; its texts are added to `texts`.
    func facts(of school: School, at ranges: FieldRanges, _ texts: inout FactTexts) -> SchoolFacts {
        var facts = SchoolFacts()
        facts.coordinates = ranges.both(.coordinates).lazy.compactMap(coordinates).first
        facts.state = ranges.both(.state).lazy.compactMap(text).first.map { texts.add(state: $0) }
        facts.programs = school.programs
        facts.trainingType = TrainingType(rawValue: school.trainingType)
        facts.price = price(ranges.band[0], ranges.band[1])
        facts.rating = CompactNumber(
            school.rating.flatMap { (0...5).contains($0.approximation) ? $0.approximation : nil })
        facts.reviewCount = amount(ranges[.reviewCount])
        let signals = plain.members(Self.signals, of: plain.member("fspSignals", of: ranges[.verificationDetails]))
        facts.hoursToPPL = amount(signals[0])
        facts.scheduleConsistency = CompactNumber(plain.double(signals[1], in: 0...100))
        for course in plain.members(Self.courses, ofEach: ranges[.programDetails]) ?? [] {
            add(course: course, to: &facts.courses)
        }
        facts.aircraft = texts.add(aircraft: (ranges.fleet ?? []).compactMap { text($0[0]) })
        return facts
    }

    private static let signals: [2 of StaticString] = ["avgHoursToPPL", "scheduleConsistency"]
    private static let courses: [4 of StaticString] = ["certification", "durationHours", "costMin", "costMax"]

    private func add(course ranges: [4 of ByteRange], to courses: inout SchoolFacts.Courses) {
        guard let name = plain.string(ranges[0]), let program = Programs(name: name)
        else { return }
        courses[program].merge(.init(price: price(ranges[2], ranges[3]), hours: amount(ranges[1])))
    }

    private func price(_ minimum: ByteRange, _ maximum: ByteRange) -> Price {
        Price(plain.double(minimum, in: Self.amounts), plain.double(maximum, in: Self.amounts))
    }

    private func coordinates(_ map: ByteRange) -> SchoolFacts.Coordinates? {
        let degrees = plain.members(FieldRanges.degreeNames, of: map)
        return SchoolFacts.Coordinates(
            latitude: plain.double(degrees[0], in: -90...90), longitude: plain.double(degrees[1], in: -180...180))
    }

    private static let amounts = 0...Double.greatestFiniteMagnitude

    private func amount(_ range: ByteRange) -> CompactNumber { CompactNumber(plain.double(range, in: Self.amounts)) }

    private func text(_ range: ByteRange) -> String? { plain.string(range).flatMap { $0.isEmpty ? nil : $0 } }
}

extension SchoolDecoder {
    /// Returns the facts of `school`, the one that was decoded last; its texts are added to `texts`.
    package func facts(of school: School, _ texts: inout FactTexts) -> SchoolFacts {
        FactsReader(plain).facts(of: school, at: ranges, &texts)
    }
}
