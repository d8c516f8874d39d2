/// What matching knows of a school: plain values of a fixed size, checked once when the school is read.
///
/// A fact that is missing, has another type, or is out of its range is unknown. Texts are numbers in a `FactTexts`, the
/// catalogue's own.
package struct SchoolFacts: Sendable {
    /// In degrees; nil if either coordinate is unknown. A school at exactly 0, 0 is a default that nobody filled in.
    package var coordinates: Coordinates? {
        get { latitude.isNaN ? nil : Coordinates(latitude: latitude, longitude: longitude) }
        set { (latitude, longitude) = (newValue?.latitude ?? .nan, newValue?.longitude ?? .nan) }
    }
    private var latitude = Double.nan
    private var longitude = Double.nan
    /// The price of `costBand`.
    package var price = Price()
    /// What `programDetails` says of each program.
    package var courses = Courses()
    /// `avgRating`, 0 to 5.
    package var rating = CompactNumber()
    package var reviewCount = CompactNumber()
    /// `avgHoursToPPL`: flight hours that a private pilot's certificate takes there.
    package var hoursToPPL = CompactNumber()
    /// `scheduleConsistency`: the percentage of lessons that take place as planned.
    package var scheduleConsistency = CompactNumber()
    /// `fleetDetails[].aircraftType`, as places in `FactTexts.aircraft`; empty if unknown.
    package var aircraft: Range<UInt32> = 0..<0
    /// The flat `state`, or else `location.state`, as a number of `FactTexts.states`.
    package var state: UInt32?
    package var trainingType: TrainingType?
    /// The programs that the school offers. It offers none if it does not list any.
    package var programs: Programs = []

    /// Facts of a school of which nothing is known.
    package init() {}

    /// A position in degrees.
    package struct Coordinates: Sendable, Equatable {
        package let latitude: Double
        package let longitude: Double

        /// Nil if one is unknown, or both are 0.
        package init?(latitude: Double?, longitude: Double?) {
            guard let latitude, let longitude, latitude != 0 || longitude != 0 else { return nil }
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// What `programDetails` says of one program.
    package struct Course: Sendable, Equatable {
        package var price = Price()
        /// `durationHours`.
        package var hours = CompactNumber()

        /// Takes in a further entry for the same program: the lowest price counts, and the fewest hours.
        mutating func merge(_ other: Course) {
            if (other.price.lowest ?? .infinity) < (price.lowest ?? .infinity) { price = other.price }
            if (other.hours.value ?? .infinity) < (hours.value ?? .infinity) { hours = other.hours }
        }
    }

    /// A course for each program, prices and hours apart: together they would leave room between them.
    package struct Courses: Sendable {
        private var prices = [5 of Price](repeating: Price())
        private var hours = [5 of CompactNumber](repeating: CompactNumber())

        /// The course of a program; the set must have one member.
        package subscript(program: Programs) -> Course {
            get { Course(price: prices[Self.index(program)], hours: hours[Self.index(program)]) }
            set { (prices[Self.index(program)], hours[Self.index(program)]) = (newValue.price, newValue.hours) }
        }

        private static func index(_ program: Programs) -> Int { min(program.rawValue.trailingZeroBitCount, 4) }
    }

    /// The price for a goal: its course's, or else `costBand`'s. Without a goal, `costBand`'s.
    package func price(for goal: Programs?) -> Price {
        guard let goal else { return price }
        let course = courses[goal].price
        return course.lowest == nil ? price : course
    }
}

/// A price in dollars. A minimum above the maximum is swapped with it; an amount of 0 is unknown.
package struct Price: Sendable, Equatable {
    private var low = 0.0
    private var high = 0.0

    package init(_ minimum: Double? = nil, _ maximum: Double? = nil) {
        (low, high) = (minimum ?? 0, maximum ?? 0)
        if high > 0, low > high { (low, high) = (high, low) }
    }

    package var minimum: Double? { low > 0 ? low : nil }
    package var maximum: Double? { high > 0 ? high : nil }
    /// The minimum, or else the maximum; nil if neither is known.
    package var lowest: Double? { minimum ?? maximum }
}

/// A number of about seven digits, or unknown, in four bytes. Above a trillion it is a trillion.
package struct CompactNumber: Sendable, Equatable {
    private let stored: Float

    package init(_ value: Double? = nil) { stored = value.map { Float(Swift.min($0, 1e12)) } ?? .nan }

    package var value: Double? { stored.isNaN ? nil : Double(stored) }

    package static func == (a: Self, b: Self) -> Bool { a.value == b.value }
}
