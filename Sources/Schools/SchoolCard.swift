import Bytes
import JSON

/// The card of a school: what lists, results and comparisons show of it.
///
/// Its members have one order, whatever the item's. What is not known, that is missing or null, is not a member.
enum SchoolCard {
    /// Appends the card of the school whose fields are in `plain`.
    static func write(_ plain: PlainFields, _ ranges: FieldRanges, to out: inout ByteBuffer) {
        var card = CardWriter(plain: plain)
        out.append(UInt8(ascii: "{"))
        card.append(.schoolId, ranges, to: &out)
        card.append(.name, ranges, to: &out)
        appendLocation(&card, ranges, to: &out)
        if plain.isList(ranges[.programs]) { card.append(.programs, ranges, to: &out) }
        card.append(.trainingType, ranges, to: &out)
        card.append(.trustTier, ranges, to: &out)
        card.append(.costBand, ranges, to: &out)
        card.append(.avgRating, ranges, to: &out)
        card.append(.reviewCount, ranges, to: &out)
        card.append(.instructorCount, ranges, to: &out)
        card.append(.yearsInOperation, ranges, to: &out)
        if plain.isKnown(ranges[.fleetSize]) {
            card.append(.fleetSize, ranges, to: &out)
        } else if let size = plain.fleetSize(ranges) {
            card.append(name: SchoolField.fleetSize.name, to: &out)
            out.append(size.text)
        }
        appendAircraft(&card, ranges, to: &out)
        card.append(.heroImageUrl, ranges, to: &out)
        out.append(UInt8(ascii: "}"))
    }

    /// `location{city,state,zipCode,coordinates{lat,lng}}`, of either layout.
    private static func appendLocation(_ card: inout CardWriter, _ ranges: FieldRanges, to out: inout ByteBuffer) {
        let plain = card.plain
        let start = out.count
        card.append(name: SchoolField.location.name, to: &out)
        out.append(UInt8(ascii: "{"))
        var location = CardWriter(plain: plain)
        func isAnyKnown(_ parts: [2 of ByteRange]) -> Bool { parts.indices.contains { plain.isKnown(parts[$0]) } }
        for field in [SchoolField.city, .state, .zipCode] {
            location.append(name: field.name, ranges.shared(field) { plain.kind($0) == .text }, to: &out)
        }
        let coordinates = ranges.shared(.coordinates) { range in
            isAnyKnown(plain.members(FieldRanges.degreeNames, of: range))
        }
        let parts = plain.members(FieldRanges.degreeNames, of: coordinates)
        if isAnyKnown(parts) {
            location.append(name: SchoolField.coordinates.name, to: &out)
            out.append(UInt8(ascii: "{"))
            var writer = CardWriter(plain: plain)
            for index in parts.indices { writer.append(name: FieldRanges.degreeNames[index], parts[index], to: &out) }
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
    private static func appendAircraft(_ card: inout CardWriter, _ ranges: FieldRanges, to out: inout ByteBuffer) {
        let plain = card.plain
        var types: [ByteRange] = []
        for aircraft in ranges.fleet ?? [] {
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

    mutating func append(_ field: SchoolField, _ ranges: FieldRanges, to out: inout ByteBuffer) {
        append(name: field.name, ranges[field], to: &out)
    }

    mutating func append(name: StaticString, _ range: ByteRange, to out: inout ByteBuffer) {
        guard plain.isKnown(range) else { return }
        append(name: name, to: &out)
        out.append(UnsafeRawBufferPointer(rebasing: plain.text[range]))
    }

    mutating func append(name: StaticString, to out: inout ByteBuffer) {
        out.append(isEmpty ? "\"" : ",\"")
        isEmpty = false
        out.append(name)
        out.append("\":")
    }
}
