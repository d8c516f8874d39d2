import AWSClient
import Bytes
import JSON

/// Makes a `School` of a DynamoDB item: the whole item as plain JSON, in both layouts, and the facts that listings need.
package struct SchoolDecoder: ~Copyable {
    private var out = ByteBuffer(capacity: 16_384)

    /// A decoder; it may be used for any number of items.
    package init() {}

    /// A field of one layout: the place of its value, or that it is null. Null is written only where both layouts have none.
    private struct SharedField {
        var place = 0..<0
        var isNull = false
    }

    /// Where the values are that a listing needs.
    private struct Fields {
        var id = 0..<0, name = 0..<0, costBand = 0..<0, rating = 0..<0
        var fleetSize = 0..<0, fleetDetails = 0..<0, trainingType = 0..<0, programs = 0..<0
        /// In the order of `SchoolLayouts.shared`.
        var flat = [SharedField](repeating: SharedField(), count: SchoolLayouts.shared.count)
        var nested = [SharedField](repeating: SharedField(), count: SchoolLayouts.shared.count)
        /// The attribute value of `location` where it is a map.
        var location: UnsafeRawBufferPointer?
        /// Whether `location` is neither a map nor null.
        var hasOtherLocation = false
    }

    /// Reads one item: an object of attribute values. Throws `JSONError` if it is not one.
    package mutating func decode(_ reader: inout JSONReader) throws -> School {
        let start = reader
        do {
            var fields = Fields()
            try readItem(&reader, &fields)
            try completeLayouts(&fields)
            out.append(UInt8(ascii: "}"))
            return school(fields)
        } catch let error as UnknownAttributeType {
            reader = start
            return try Self.unreadable(&reader, error)
        }
    }

    private mutating func readItem(_ reader: inout JSONReader, _ fields: inout Fields) throws {
        out.removeAll(keepingAtMost: 1 << 20)
        out.append(UInt8(ascii: "{"))
        try reader.readObject { name, reader in
            switch name {
            case "schoolId": fields.id = try appendMember(name, &reader)
            case "name": fields.name = try appendMember(name, &reader)
            case "costBand": fields.costBand = try appendMember(name, &reader)
            case "avgRating": fields.rating = try appendMember(name, &reader)
            case "fleetSize": fields.fleetSize = try appendMember(name, &reader)
            case "fleetDetails": fields.fleetDetails = try appendMember(name, &reader)
            case "trainingType": fields.trainingType = try appendMember(name, &reader)
            case "programs": fields.programs = try appendMember(name, &reader)
            case "location": try readLocation(name, &reader, &fields)
            default: try appendMember(name, &reader, sharedTo: &fields.flat)
            }
        }
    }

    /// Keeps a map for later, when the flat fields are known.
    private mutating func readLocation(_ name: JSONString, _ reader: inout JSONReader, _ fields: inout Fields) throws {
        let text = try reader.skipValue()
        fields.hasOtherLocation = true
        var value = JSONReader(text)
        try value.readObject { type, reader in
            if type == "M" { fields.location = text }
            if type == "M" || type == "NULL" { fields.hasOtherLocation = false }
            try reader.skipValue()
        }
        guard fields.hasOtherLocation else { return }
        value = JSONReader(text)
        _ = try appendMember(name, &value)
    }

    private mutating func completeLayouts(_ fields: inout Fields) throws {
        if !fields.hasOtherLocation {
            appendComma()
            out.append("\"location\":{")
            if let location = fields.location {
                var value = JSONReader(location)
                try value.readObject { _, reader in
                    try reader.readObject { try appendMember($0, &$1, sharedTo: &fields.nested) }
                }
            }
            complete(fields.nested, from: fields.flat)
            out.append(UInt8(ascii: "}"))
        }
        complete(fields.flat, from: fields.nested)
    }

    /// Appends the shared fields that one layout lacks: the other's value, or the null that it had itself.
    private mutating func complete(_ fields: [SharedField], from others: [SharedField]) {
        for (index, name) in SchoolLayouts.shared.enumerated() where fields[index].place.isEmpty {
            let place = others[index].place
            guard !place.isEmpty || fields[index].isNull else { continue }
            appendComma()
            out.append(UInt8(ascii: "\""))
            out.append(name)
            out.append("\":")
            if place.isEmpty { out.append("null") }
            out.reserve(place.count)  // first: the bytes to copy are in the buffer that may move
            out.append(UnsafeRawBufferPointer(rebasing: out.bytes[place]))
        }
    }

    private mutating func appendComma() { if out.bytes.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) } }

    private mutating func appendMember(_ name: JSONString, _ reader: inout JSONReader) throws -> Place {
        appendComma()
        out.append(literal: name)
        out.append(UInt8(ascii: ":"))
        let start = out.count
        try AttributeTranscoder.transcode(&reader, to: &out)
        return start..<out.count
    }

    /// Appends a member that may be shared by the layouts: then a null is noted and not written.
    private mutating func appendMember(
        _ name: JSONString, _ reader: inout JSONReader, sharedTo fields: inout [SharedField]
    ) throws {
        let start = out.count
        let place = try appendMember(name, &reader)
        guard let index = SchoolLayouts.shared.firstIndex(where: { name == $0 }) else { return }
        let isNull = out.bytes[place.lowerBound] == UInt8(ascii: "n")
        fields[index] = isNull ? SharedField(isNull: true) : SharedField(place: place)
        if isNull { out.truncate(to: start) }
    }

    private func school(_ fields: Fields) -> School {
        let plain = PlainFields(text: out.bytes)
        let (minimum, maximum) = (plain.member("min", of: fields.costBand), plain.member("max", of: fields.costBand))
        var school = School(id: plain.string(fields.id) ?? "", json: out.array())
        school.escapedCount = JSONEscape.count(out.bytes)
        school.name = SortName(plain.string(fields.name) ?? "")
        school.price = plain.number(minimum)
        school.rating = plain.number(fields.rating)
        school.fleetSize = plain.number(fields.fleetSize) ?? fleetCount(plain, fields.fleetDetails)
        school.trainingType = plain.string(fields.trainingType) ?? ""
        for place in plain.elements(fields.programs) ?? [] {
            if let program = plain.string(place).flatMap(Programs.init(name:)) { school.programs.insert(program) }
        }
        let states = [fields.flat, fields.nested].map { plain.string($0[SchoolLayouts.state].place) ?? "" }
        school.state = states[0].isEmpty ? states[1] : states[0]
        school.defect = CheckedField.defect { field in
            switch field {
            case .name: plain.kind(fields.name)
            case .costBand: plain.kind(fields.costBand)
            case .minimum: plain.kind(minimum)
            case .maximum: plain.kind(maximum)
            case .rating: plain.kind(fields.rating)
            case .fleetSize: plain.kind(fields.fleetSize)
            }
        }
        // Paging needs an id to go on after, and a school that fits in a response.
        if school.id.isEmpty { school.defect = "it has no schoolId" }
        if school.escapedCount >= School.maximumBytes { school.defect = "it is larger than a response may be" }
        return school
    }

    private func fleetCount(_ plain: PlainFields, _ details: Place) -> ExactDecimal? {
        plain.elements(details)?.reduce(.zero) { sum, aircraft in
            plain.number(plain.member("count", of: aircraft)).map { sum + $0 } ?? sum
        }
    }

    private static func unreadable(_ reader: inout JSONReader, _ error: UnknownAttributeType) throws -> School {
        let item = try JSONValue(reading: &reader)
        var school = School(id: item[School.key]?["S"]?.string ?? "")
        school.defect = "an attribute has the type \(error.type.prefix(20)), which this version does not know"
        return school
    }
}
