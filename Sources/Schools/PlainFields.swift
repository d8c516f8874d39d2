import JSON

/// The bytes of a value in a school's plain JSON; empty if the value is missing.
typealias ByteRange = Range<Int>

/// Reads single values out of a school's plain JSON, each at its range. The text is well-formed, so reading it does not
/// fail; a value of another type than the one asked for counts as missing.
struct PlainFields {
    let text: UnsafeRawBufferPointer

    func kind(_ range: ByteRange) -> FieldKind {
        guard !range.isEmpty else { return .missing }
        switch text[range.lowerBound] {
        case UInt8(ascii: "\""): return range.count == 2 ? .emptyText : .text
        case UInt8(ascii: "{"): return .map
        case UInt8(ascii: "n"): return .missing
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: return .other
        }
    }

    /// Whether there is a value other than null.
    func isKnown(_ range: ByteRange) -> Bool { kind(range) != .missing }

    func isList(_ range: ByteRange) -> Bool { !range.isEmpty && text[range.lowerBound] == UInt8(ascii: "[") }

    func string(_ range: ByteRange) -> String? {
        guard !range.isEmpty, text[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        var reader = reader(range)
        return try? reader.readString().string
    }

    /// A number to the precision of a `Double`; nil if it is not within `bounds`.
    func double(_ range: ByteRange, in bounds: ClosedRange<Double>) -> Double? {
        guard kind(range) == .number else { return nil }
        return ExactDecimal.approximation(UnsafeRawBufferPointer(rebasing: text[range])).flatMap {
            bounds.contains($0) ? $0 : nil
        }
    }

    func number(_ range: ByteRange) -> ExactDecimal? {
        kind(range) == .number ? ExactDecimal(String(decoding: text[range], as: UTF8.self)) : nil
    }

    /// The range of a member of the map at `range`.
    func member(_ name: StaticString, of range: ByteRange) -> ByteRange { members([name], of: range)[0] }

    /// The ranges of members of the map at `range`, in the order of `names`: all of them empty if there is no map.
    func members<let count: Int>(_ names: [count of StaticString], of range: ByteRange) -> [count of ByteRange] {
        var reader = reader(range)
        return kind(range) == .map ? (try? members(names, &reader)) ?? .init(repeating: 0..<0) : .init(repeating: 0..<0)
    }

    /// The same of each element of the list at `range`; nil if there is no list.
    func members<let count: Int>(_ names: [count of StaticString], ofEach range: ByteRange) -> [[count of ByteRange]]? {
        guard isList(range) else { return nil }
        var elements: [[count of ByteRange]] = []
        var reader = reader(range)
        try? reader.readArray { elements.append(try members(names, &$0)) }
        return elements
    }

    /// Reads past one value, in one pass.
    private func members<let count: Int>(
        _ names: [count of StaticString], _ reader: inout JSONReader
    ) throws -> [count of ByteRange] {
        var ranges = [count of ByteRange](repeating: 0..<0)
        guard try reader.peek() == .object else {
            try reader.skipValue()
            return ranges
        }
        try reader.readObject { name, reader in
            let value = try range(of: reader.skipValue())
            if let index = names.indices.first(where: { name == names[$0] }) { ranges[index] = value }
        }
        return ranges
    }

    /// The ranges of the elements of the list at `range`; nil if there is no list.
    func elements(_ range: ByteRange) -> [ByteRange]? {
        guard isList(range) else { return nil }
        var elements: [ByteRange] = []
        var reader = reader(range)
        try? reader.readArray { elements.append(try self.range(of: $0.skipValue())) }
        return elements
    }

    private func reader(_ range: ByteRange) -> JSONReader { JSONReader(UnsafeRawBufferPointer(rebasing: text[range])) }

    private func range(of value: UnsafeRawBufferPointer) throws -> ByteRange {
        guard let base = text.baseAddress, let start = value.baseAddress else { return 0..<0 }
        return (start - base)..<(start - base + value.count)
    }
}
