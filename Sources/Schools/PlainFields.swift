import JSON

/// Where a value is in a school's plain JSON; empty where there is none.
typealias Place = Range<Int>

/// Reads single values out of a school's plain JSON, each at a known place. The text is well-formed, so reading it does not
/// fail; a value of another type than the one asked for counts as missing.
struct PlainFields {
    let text: UnsafeRawBufferPointer

    func kind(_ place: Place) -> FieldKind {
        guard !place.isEmpty else { return .missing }
        switch text[place.lowerBound] {
        case UInt8(ascii: "\""): return place.count == 2 ? .emptyText : .text
        case UInt8(ascii: "{"): return .map
        case UInt8(ascii: "n"): return .missing
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: return .other
        }
    }

    /// Whether there is a value other than null.
    func isKnown(_ place: Place) -> Bool { kind(place) != .missing }

    func isList(_ place: Place) -> Bool { !place.isEmpty && text[place.lowerBound] == UInt8(ascii: "[") }

    func string(_ place: Place) -> String? {
        guard !place.isEmpty, text[place.lowerBound] == UInt8(ascii: "\"") else { return nil }
        var reader = reader(place)
        return try? reader.readString().string
    }

    /// A number to the precision of a `Double`; nil if it is not in `range`.
    func double(_ place: Place, in range: ClosedRange<Double>) -> Double? {
        guard kind(place) == .number else { return nil }
        return ExactDecimal.approximation(UnsafeRawBufferPointer(rebasing: text[place])).flatMap {
            range.contains($0) ? $0 : nil
        }
    }

    func number(_ place: Place) -> ExactDecimal? {
        kind(place) == .number ? ExactDecimal(String(decoding: text[place], as: UTF8.self)) : nil
    }

    /// The place of a member of the map at `place`.
    func member(_ name: StaticString, of place: Place) -> Place { members([name], of: place)[0] }

    /// The places of members of the map at `place`, in the order of `names`: all of them empty if there is no map.
    func members<let count: Int>(_ names: [count of StaticString], of place: Place) -> [count of Place] {
        var reader = reader(place)
        return kind(place) == .map ? (try? members(names, &reader)) ?? .init(repeating: 0..<0) : .init(repeating: 0..<0)
    }

    /// The same of each element of the list at `place`; nil if there is no list.
    func members<let count: Int>(_ names: [count of StaticString], ofEach place: Place) -> [[count of Place]]? {
        guard isList(place) else { return nil }
        var elements: [[count of Place]] = []
        var reader = reader(place)
        try? reader.readArray { elements.append(try members(names, &$0)) }
        return elements
    }

    /// Reads past one value, in one pass.
    private func members<let count: Int>(
        _ names: [count of StaticString], _ reader: inout JSONReader
    ) throws -> [count of Place] {
        var places = [count of Place](repeating: 0..<0)
        guard try reader.peek() == .object else {
            try reader.skipValue()
            return places
        }
        try reader.readObject { name, reader in
            let value = try place(of: reader.skipValue())
            if let index = names.indices.first(where: { name == names[$0] }) { places[index] = value }
        }
        return places
    }

    /// The places of the elements of the list at `place`; nil if there is no list.
    func elements(_ place: Place) -> [Place]? {
        guard isList(place) else { return nil }
        var elements: [Place] = []
        var reader = reader(place)
        try? reader.readArray { elements.append(try self.place(of: $0.skipValue())) }
        return elements
    }

    private func reader(_ place: Place) -> JSONReader { JSONReader(UnsafeRawBufferPointer(rebasing: text[place])) }

    private func place(of value: UnsafeRawBufferPointer) throws -> Place {
        guard let base = text.baseAddress, let start = value.baseAddress else { return 0..<0 }
        return (start - base)..<(start - base + value.count)
    }
}
