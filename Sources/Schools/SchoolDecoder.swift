import AWSClient
import Bytes
import JSON

/// Makes a `School` of a DynamoDB item: the whole item as plain JSON, with `location` and the flat fields both.
///
/// Real tables hold two layouts: nested (`location:{city,state,zipCode,coordinates}`) and flat (the four at the top).
/// Readers exist for both, so what one layout lacks is copied from the other.
package struct SchoolDecoder: ~Copyable {
    private var out = ByteBuffer(capacity: 16_384)

    /// A decoder; it may be used for any number of items.
    package init() {}

    private static let noField = 0..<0

    /// The fields that the two layouts share, by their place in `Layout`.
    private static let shared: [StaticString] = ["city", "state", "zipCode", "coordinates"]

    /// Where a value stands in `out`; empty where there is none.
    private typealias Field = Range<Int>

    /// Where the values are that a listing looks at.
    private struct Fields {
        var id = noField, name = noField, costBand = noField, rating = noField
        var fleetSize = noField, fleetDetails = noField, trainingType = noField, programs = noField
        var flat = [Field](repeating: noField, count: 4)
        var nested = [Field](repeating: noField, count: 4)
        /// The attribute value of `location` in the answer, where it is a map or null.
        var location: UnsafeRawBufferPointer?
        var hasOtherLocation = false
    }

    /// Reads one item: an object of attribute values. Throws `JSONError` where it is not that.
    package mutating func decode(_ reader: inout JSONReader) throws -> School {
        out.removeAll(keepingAtMost: 1 << 20)
        var fields = Fields()
        out.append(UInt8(ascii: "{"))
        try reader.readObject { name, reader in
            if name == "location", let map = try locationMap(&reader) {
                fields.location = map
                return
            }
            let value = try appendMember(name, &reader)
            switch name {
            case "schoolId": fields.id = value
            case "name": fields.name = value
            case "costBand": fields.costBand = value
            case "avgRating": fields.rating = value
            case "fleetSize": fields.fleetSize = value
            case "fleetDetails": fields.fleetDetails = value
            case "trainingType": fields.trainingType = value
            case "programs": fields.programs = value
            case "location": fields.hasOtherLocation = true
            default:
                if let index = Self.shared.firstIndex(where: { name == $0 }) { fields.flat[index] = value }
            }
        }
        try completeLayouts(&fields)
        out.append(UInt8(ascii: "}"))
        return summary(fields)
    }

    private mutating func comma() { if out.bytes.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) } }

    private mutating func appendMember(_ name: JSONString, _ reader: inout JSONReader) throws -> Field {
        comma()
        out.append(literal: name)
        out.append(UInt8(ascii: ":"))
        let start = out.count
        try AttributeTranscoder.transcode(&reader, to: &out)
        return start..<out.count
    }

    /// If the next attribute value is a map or null, passes over it and answers its text.
    private func locationMap(_ reader: inout JSONReader) throws -> UnsafeRawBufferPointer? {
        var ahead = reader
        var isMap = false
        let text = try ahead.skipValue()
        var inside = JSONReader(text)
        try inside.readObject { type, reader in
            isMap = type == "M" || type == "NULL"
            try reader.skipValue()
        }
        guard isMap else { return nil }
        reader = ahead
        return text
    }

    /// Writes `location` with what the flat fields add, and the flat fields that only `location` has.
    private mutating func completeLayouts(_ fields: inout Fields) throws {
        if !fields.hasOtherLocation {
            comma()
            out.append("\"location\":{")
            if let location = fields.location { try appendLocationMembers(location, &fields) }
            for (index, name) in Self.shared.enumerated() where fields.nested[index].isEmpty {
                appendCopy(name, of: fields.flat[index])
            }
            out.append(UInt8(ascii: "}"))
        }
        for (index, name) in Self.shared.enumerated() where fields.flat[index].isEmpty {
            appendCopy(name, of: fields.nested[index])
        }
    }

    private mutating func appendLocationMembers(_ location: UnsafeRawBufferPointer, _ fields: inout Fields) throws {
        var value = JSONReader(location)
        try value.readObject { type, reader in
            guard type == "M" else {
                try reader.skipValue()
                return
            }
            try reader.readObject { name, reader in
                let member = try appendMember(name, &reader)
                if let index = Self.shared.firstIndex(where: { name == $0 }) { fields.nested[index] = member }
            }
        }
    }

    private mutating func appendCopy(_ name: StaticString, of field: Field) {
        guard !field.isEmpty else { return }
        comma()
        out.append(UInt8(ascii: "\""))
        out.append(name)
        out.append("\":")
        out.reserve(field.count)  // first: the bytes to copy stand in the buffer that may move
        out.append(UnsafeRawBufferPointer(rebasing: out.bytes[field]))
    }

    private func summary(_ fields: Fields) -> School {
        let values = SchoolValues(text: out.bytes)
        let id = values.string(fields.id) ?? ""
        let escapedCount = JSONEscape.count(out.bytes)
        let band = values.costBand(fields.costBand)
        let name = values.string(fields.name)
        let state = values.string(fields.flat[1])
        let rating = values.number(fields.rating)
        let fleet = values.number(fields.fleetSize)
        var defect: String?
        if name?.isEmpty != false { defect = "it has no name" }
        if band.isMalformed { defect = "costBand is no map of numbers" }
        if rating.isMalformed { defect = "avgRating is no number" }
        if fleet.isMalformed { defect = "fleetSize is no number" }
        // A cursor could neither stop at the one nor pass the other.
        if id.isEmpty { defect = "it has no schoolId" }
        if escapedCount >= School.maximumBytes { defect = "it is larger than an answer may be" }
        return School(
            id: id, json: out.array(), escapedCount: escapedCount,
            name: SortName(name ?? ""), price: band.minimum, rating: rating.value,
            fleetSize: fleet.value ?? values.fleetCount(fields.fleetDetails),
            trainingType: values.string(fields.trainingType) ?? "", programs: values.programs(fields.programs),
            state: state?.isEmpty == false ? state! : values.string(fields.nested[1]) ?? "", defect: defect)
    }
}
