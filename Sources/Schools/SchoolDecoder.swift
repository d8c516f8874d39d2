import AWSClient
import Bytes
import JSON

/// Makes a `School` of a DynamoDB item: the whole item as plain JSON, in both layouts, or its card, and the facts that listings
/// need.
package struct SchoolDecoder: ~Copyable {
    private var out = ByteBuffer(capacity: 16_384)
    private var card = ByteBuffer(capacity: 1024)
    private(set) var ranges = FieldRanges()

    private var isWhole = true

    /// The whole JSON of the school that was decoded last, whatever its form; nil if an attribute has no JSON form. It is valid
    /// until the next is decoded.
    package var whole: UnsafeRawBufferPointer? { isWhole ? out.bytes : nil }

    /// A decoder; it may be used for any number of items.
    package init() {}

    /// Reads one item: an object of attribute values. The school has its JSON in the form that is asked for. Throws `JSONError`
    /// if it is not an item.
    package mutating func decode(_ reader: inout JSONReader, as form: SchoolForm = .whole) throws -> School {
        let start = reader
        do {
            try readItem(&reader, all: true)
        } catch let error as UnknownAttributeType {
            reader = start
            // A card is made of known attributes, whatever else there is: the index would not have it.
            guard form == .card else { return try Self.unreadable(&reader, error) }
            do { try readItem(&reader, all: false) } catch let error as UnknownAttributeType {
                reader = start
                return try Self.unreadable(&reader, error)
            }
        }
        ranges.complete(plain)
        var school = School(plain, ranges)
        switch form {
        case .whole: school.setJSON(out.bytes)
        case .card:
            card.removeAll()
            SchoolCard.write(plain, ranges, to: &card)
            school.setJSON(card.bytes)
        }
        return school
    }

    /// Reads an item, or of it only what `SchoolField` names.
    private mutating func readItem(_ reader: inout JSONReader, all: Bool) throws {
        isWhole = all
        out.removeAll(keepingAtMost: 1 << 20)
        ranges.removeAll()
        out.append(UInt8(ascii: "{"))
        try reader.readObject { name, reader in
            switch SchoolField(name) {
            case .location?: try readLocation(name, &reader)
            case let field?:
                if let index = SchoolLayouts.shared.firstIndex(of: field) {
                    ranges.flat[index] = try appendShared(name, &reader)
                } else {
                    ranges[field] = try appendMember(name, &reader)
                }
            case nil where all: _ = try appendMember(name, &reader)
            case nil: try reader.skipValue()
            }
        }
        try completeLayouts()
        out.append(UInt8(ascii: "}"))
    }

    /// The fields of the school that was decoded last.
    var plain: PlainFields { PlainFields(text: out.bytes) }

    /// Keeps a map for later, when the flat fields are known.
    private mutating func readLocation(_ name: JSONString, _ reader: inout JSONReader) throws {
        var start = reader
        ranges.hasOtherLocation = true
        try reader.readObject { type, reader in
            let value = try reader.skipValue()
            if type == "M" { ranges.location = value }
            if type == "M" || type == "NULL" { ranges.hasOtherLocation = false }
        }
        if ranges.hasOtherLocation { _ = try appendMember(name, &start) }
    }

    private mutating func completeLayouts() throws {
        if !ranges.hasOtherLocation {
            appendComma()
            out.append("\"location\":{")
            if let location = ranges.location {
                var map = JSONReader(location)
                try map.readObject { name, reader in
                    if let field = SchoolField(name), let index = SchoolLayouts.shared.firstIndex(of: field) {
                        ranges.nested[index] = try appendShared(name, &reader)
                    } else {
                        _ = try appendMember(name, &reader)
                    }
                }
            }
            complete(ranges.nested, from: ranges.flat)
            out.append(UInt8(ascii: "}"))
        }
        complete(ranges.flat, from: ranges.nested)
    }

    /// Appends the shared fields that one layout lacks: the other's value, or the null that it had itself.
    private mutating func complete(_ fields: [FieldRanges.Shared], from others: [FieldRanges.Shared]) {
        for (index, field) in SchoolLayouts.shared.enumerated() where fields[index].range.isEmpty {
            let range = others[index].range
            guard !range.isEmpty || fields[index].isNull else { continue }
            appendComma()
            out.append(UInt8(ascii: "\""))
            out.append(field.name)
            out.append("\":")
            if range.isEmpty { out.append("null") }
            out.reserve(range.count)  // first: the bytes to copy are in the buffer that may move
            out.append(UnsafeRawBufferPointer(rebasing: out.bytes[range]))
        }
    }

    private mutating func appendComma() { if out.bytes.last != UInt8(ascii: "{") { out.append(UInt8(ascii: ",")) } }

    private mutating func appendMember(_ name: JSONString, _ reader: inout JSONReader) throws -> ByteRange {
        appendComma()
        out.append(literal: name)
        out.append(UInt8(ascii: ":"))
        let start = out.count
        try AttributeTranscoder.transcode(&reader, to: &out)
        return start..<out.count
    }

    /// Appends a member that the layouts share. A null is noted and not written.
    private mutating func appendShared(
        _ name: JSONString, _ reader: inout JSONReader
    ) throws -> FieldRanges.Shared {
        let start = out.count
        let range = try appendMember(name, &reader)
        guard out.bytes[range.lowerBound] == UInt8(ascii: "n") else { return FieldRanges.Shared(range: range) }
        out.truncate(to: start)
        return FieldRanges.Shared(isNull: true)
    }

    private static func unreadable(_ reader: inout JSONReader, _ error: UnknownAttributeType) throws -> School {
        let item = try JSONValue(reading: &reader)
        var school = School(id: item[School.key]?["S"]?.string ?? "")
        school.defect = "an attribute has the type \(error.type.prefix(20)), which this version does not know"
        return school
    }
}
