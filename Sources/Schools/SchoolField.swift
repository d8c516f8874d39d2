import JSON

/// The attributes of a school that lists, cards and matches are made from.
package enum SchoolField: Int, CaseIterable, Sendable {
    case schoolId, name, state, city, zipCode, coordinates, location, programs, trainingType, trustTier, costBand
    case avgRating, reviewCount, instructorCount, yearsInOperation, fleetSize, fleetDetails, heroImageUrl
    case programDetails, verificationDetails

    /// The names, in the order of the cases: a `StaticString` is compared with a literal of a JSON text in place.
    private static let names: [StaticString] = [
        "schoolId", "name", "state", "city", "zipCode", "coordinates", "location", "programs", "trainingType",
        "trustTier", "costBand", "avgRating", "reviewCount", "instructorCount", "yearsInOperation", "fleetSize",
        "fleetDetails", "heroImageUrl", "programDetails", "verificationDetails",
    ]

    /// The name of the attribute.
    package var name: StaticString { Self.names[rawValue] }

    /// Nil for the name of any other attribute.
    init?(_ name: JSONString) {
        guard let index = Self.names.firstIndex(where: { name == $0 }) else { return nil }
        self.init(rawValue: index)
    }
}
