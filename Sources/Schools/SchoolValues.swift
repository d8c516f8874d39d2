import JSON
import Schools

/// Reads single values out of a school's plain JSON, each at a place that is known. A value of another kind than the
/// schema's counts as missing, but for numbers, where text is a defect.
struct SchoolValues {
    let text: UnsafeRawBufferPointer

    /// A number, or none, or something that is no number and not null either.
    struct Number {
        var value: ExactNumber?
        var isMalformed = false
    }

    func string(_ field: Range<Int>) -> String? {
        guard !field.isEmpty, text[field.lowerBound] == UInt8(ascii: "\"") else { return nil }
        var reader = reader(field)
        return try? reader.readString().string
    }

    func number(_ field: Range<Int>) -> Number {
        guard !field.isEmpty else { return Number() }
        var reader = reader(field)
        return (try? Self.number(&reader)) ?? Number(isMalformed: true)
    }

    private static func number(_ reader: inout JSONReader) throws -> Number {
        switch try reader.peek() {
        case .number: return Number(value: ExactNumber(String(decoding: try reader.readNumber(), as: UTF8.self)))
        case .null:
            try reader.readNull()
            return Number()
        default:
            try reader.skipValue()
            return Number(isMalformed: true)
        }
    }

    /// `costBand`: its minimum, and whether it is no map or a bound in it is no number.
    func costBand(_ field: Range<Int>) -> (minimum: ExactNumber?, isMalformed: Bool) {
        guard !field.isEmpty else { return (nil, false) }
        var minimum = Number()
        var maximum = Number()
        do {
            var reader = reader(field)
            try reader.readObject { name, reader in
                switch name {
                case "min": minimum = try Self.number(&reader)
                case "max": maximum = try Self.number(&reader)
                default: try reader.skipValue()
                }
            }
        } catch {
            return (nil, true)
        }
        return (minimum.value, minimum.isMalformed || maximum.isMalformed)
    }

    /// The sum of `count` over a list of aircraft; nil if there is no list.
    func fleetCount(_ field: Range<Int>) -> ExactNumber? {
        guard !field.isEmpty, text[field.lowerBound] == UInt8(ascii: "[") else { return nil }
        var sum = ExactNumber.zero
        var reader = reader(field)
        // The text was written from well-formed values, so reading it does not fail.
        try? reader.readArray { reader in
            guard try reader.peek() == .object else {
                try reader.skipValue()
                return
            }
            try reader.readObject { name, reader in
                guard name == "count" else {
                    try reader.skipValue()
                    return
                }
                if let count = try Self.number(&reader).value { sum = sum + count }
            }
        }
        return sum
    }

    /// The programs that the API knows, from a list or a set of strings.
    func programs(_ field: Range<Int>) -> Programs {
        guard !field.isEmpty, text[field.lowerBound] == UInt8(ascii: "[") else { return [] }
        var programs: Programs = []
        var reader = reader(field)
        try? reader.readArray { reader in
            guard try reader.peek() == .string else {
                try reader.skipValue()
                return
            }
            if let program = Programs(name: try reader.readString().string) { programs.insert(program) }
        }
        return programs
    }

    private func reader(_ field: Range<Int>) -> JSONReader { JSONReader(UnsafeRawBufferPointer(rebasing: text[field])) }
}
