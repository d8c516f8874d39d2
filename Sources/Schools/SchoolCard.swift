import Bytes
import JSON

/// The card of a school: what lists, results and comparisons show of it.
///
/// Its members have one order, whatever the item's. What is not known, that is missing or null, is not a member.
enum SchoolCard {
    /// Appends the card of the school whose fields are in `plain`.
    static func write(_ plain: PlainFields, _ places: SchoolPlaces, to out: inout ByteBuffer) {
        var card = CardWriter(plain: plain)
        out.append(UInt8(ascii: "{"))
        card.append(.schoolId, places, to: &out)
        card.append(.name, places, to: &out)
        appendLocation(&card, places, to: &out)
        if plain.isList(places[.programs]) { card.append(.programs, places, to: &out) }
        card.append(.trainingType, places, to: &out)
        card.append(.trustTier, places, to: &out)
        card.append(.costBand, places, to: &out)
        card.append(.avgRating, places, to: &out)
        card.append(.reviewCount, places, to: &out)
        card.append(.instructorCount, places, to: &out)
        card.append(.yearsInOperation, places, to: &out)
        if plain.isKnown(places[.fleetSize]) {
            card.append(.fleetSize, places, to: &out)
        } else if let size = plain.fleetSize(places) {
            card.append(name: SchoolField.fleetSize.name, to: &out)
            out.append(size.text)
        }
        appendAircraft(&card, places, to: &out)
        card.append(.heroImageUrl, places, to: &out)
        out.append(UInt8(ascii: "}"))
    }

    /// `location{city,state,zipCode,coordinates{lat,lng}}`, of either layout.
    private static func appendLocation(_ card: inout CardWriter, _ places: SchoolPlaces, to out: inout ByteBuffer) {
        let plain = card.plain
        let start = out.count
        card.append(name: SchoolField.location.name, to: &out)
        out.append(UInt8(ascii: "{"))
        var location = CardWriter(plain: plain)
        func isAnyKnown(_ parts: [2 of Place]) -> Bool { parts.indices.contains { plain.isKnown(parts[$0]) } }
        for field in [SchoolField.city, .state, .zipCode] {
            location.append(name: field.name, places.shared(field) { plain.kind($0) == .text }, to: &out)
        }
        let coordinates = places.shared(.coordinates) { place in
            isAnyKnown(plain.members(SchoolPlaces.degreeNames, of: place))
        }
        let parts = plain.members(SchoolPlaces.degreeNames, of: coordinates)
        if isAnyKnown(parts) {
            location.append(name: SchoolField.coordinates.name, to: &out)
            out.append(UInt8(ascii: "{"))
            var writer = CardWriter(plain: plain)
            for index in parts.indices { writer.append(name: SchoolPlaces.degreeNames[index], parts[index], to: &out) }
            out.append(UInt8(ascii: "}"))
        }
        if location.isEmpty {
            out.truncate(to: start)
            card.isEmpty = false  // `schoolId` comes first
        } else {
            out.append(UInt8(ascii: "}"))
        }
    }

    /// The distinct types of aircraft, in the order stored.
    private static func appendAircraft(_ card: inout CardWriter, _ places: SchoolPlaces, to out: inout ByteBuffer) {
        let plain = card.plain
        var types: [Place] = []
        for aircraft in places.fleet ?? [] {
            let type = aircraft[0]
            guard plain.kind(type) == .text,
                !types.contains(where: { plain.text[$0].elementsEqual(plain.text[type]) })
            else { continue }
            types.append(type)
        }
        guard !types.isEmpty else { return }
        card.append(name: "aircraft", to: &out)
        for (index, type) in types.enumerated() {
            out.append(UInt8(ascii: index == 0 ? "[" : ","))
            out.append(UnsafeRawBufferPointer(rebasing: plain.text[type]))
        }
        out.append(UInt8(ascii: "]"))
    }
}

/// Appends the members of an object that are known.
private struct CardWriter {
    let plain: PlainFields
    var isEmpty = true

    mutating func append(_ field: SchoolField, _ places: SchoolPlaces, to out: inout ByteBuffer) {
        append(name: field.name, places[field], to: &out)
    }

    mutating func append(name: StaticString, _ place: Place, to out: inout ByteBuffer) {
        guard plain.isKnown(place) else { return }
        append(name: name, to: &out)
        out.append(UnsafeRawBufferPointer(rebasing: plain.text[place]))
    }

    mutating func append(name: StaticString, to out: inout ByteBuffer) {
        out.append(isEmpty ? "\"" : ",\"")
        isEmpty = false
        out.append(name)
        out.append("\":")
    }
}
