import AWSClient
import Bytes
import JSON

/// Reads items from plain JSON, the form of the files that `seed` takes and `export` writes.
///
/// A string is S, a number N with the digits that it is written with, an array L, an object M, `true` BOOL, `null` NULL. What
/// JSON has no form for keeps DynamoDB's own type tag: an object whose only member is `SS`, `NS`, `BS` or `B` is a set or
/// binary data, and a map whose only key is one of those, or `M`, is written as `{"M":{…}}`. The item itself is never a tag.
package enum PlainReader {
    /// How many lists and maps may be open at once inside an item.
    package static let maximumDepth = 32
    /// DynamoDB's bound on an attribute's name.
    static let maximumNameBytes = 65_535

    /// Why a value cannot be stored, and where it stands in its item.
    package struct Unstorable: Error, CustomStringConvertible {
        var path = ""
        let reason: String
        package var description: String { path.isEmpty ? reason : "\(path) \(reason)" }
    }

    /// Reads the one object that `text` is. Throws `JSONError` or `Unstorable`.
    package static func item(_ text: UnsafeRawBufferPointer) throws -> Item {
        var reader = JSONReader(text)
        guard try reader.peek() == .object else { throw Unstorable(path: "it", reason: "is not an object") }
        let item = try members(&reader, depth: 0)
        try reader.finish()
        return item
    }

    package static func value(_ reader: inout JSONReader, depth: Int) throws -> AttributeValue {
        switch try reader.peek() {
        case .string: return .s(try string(try reader.readString()))
        case .number: return .n(try number(String(decoding: try reader.readNumber(), as: UTF8.self)))
        case .bool: return .bool(try reader.readBool())
        case .null:
            try reader.readNull()
            return .null
        case .array:
            try check(depth)
            var elements: [AttributeValue] = []
            try reader.readArray { reader in
                elements.append(try at("[\(elements.count)]") { try value(&reader, depth: depth + 1) })
            }
            return .l(elements)
        case .object:
            try check(depth)
            guard let tag = tag(reader) else { return .m(try members(&reader, depth: depth + 1)) }
            return try tagged(tag, &reader, depth: depth)
        }
    }

    package static func members(_ reader: inout JSONReader, depth: Int) throws -> Item {
        var item = Item()
        var names: Set<UTF8Key> = []
        try reader.readObject { literal, reader in
            let name = try at("an attribute's name") { try string(literal) }
            try at(name) {
                guard names.insert(UTF8Key(name)).inserted else { throw Unstorable(reason: "stands there twice") }
                item.attributes.append((name, try value(&reader, depth: depth)))
            }
            guard !name.isEmpty else { throw Unstorable(path: "an attribute", reason: "has an empty name") }
            guard name.utf8.count <= maximumNameBytes else {
                throw Unstorable(path: "an attribute", reason: "has a name of more than \(maximumNameBytes) bytes")
            }
        }
        return item
    }

    package static func number(_ text: String) throws -> DynamoNumber {
        do { return try DynamoNumber(text) } catch {
            throw Unstorable(
                reason: "is the number \(text.prefix(60)): DynamoDB keeps 38 digits, from 1E-130 to 9.99E+125")
        }
    }

    /// Decodes a string. One that is half a surrogate pair has no UTF-8, and would be stored as something else.
    package static func string(_ literal: JSONString) throws -> String {
        let text = literal.string
        guard !literal.isEscaped || !text.unicodeScalars.contains("\u{FFFD}") || !hasLoneSurrogate(literal.raw) else {
            throw Unstorable(reason: "holds half a surrogate pair (\\uD800 to \\uDFFF)")
        }
        return text
    }

    private static func hasLoneSurrogate(_ raw: UnsafeRawBufferPointer) -> Bool {
        var units: [UInt16?] = []
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
                units.append(nil)
                at += 1
                continue
            }
            let isUnit = raw[at + 1] == UInt8(ascii: "u")
            let digits = isUnit ? String(decoding: raw[(at + 2)..<min(at + 6, raw.count)], as: UTF8.self) : ""
            units.append(UInt16(digits, radix: 16))
            at += isUnit ? 6 : 2
        }
        return units.indices.contains { index in
            guard let unit = units[index] else { return false }
            func next(_ offset: Int, in range: ClosedRange<UInt16>) -> Bool {
                units.indices.contains(index + offset) && units[index + offset].map(range.contains) == true
            }
            switch unit {
            case 0xD800...0xDBFF: return !next(1, in: 0xDC00...0xDFFF)
            case 0xDC00...0xDFFF: return !next(-1, in: 0xD800...0xDBFF)
            default: return false
            }
        }
    }

    private static func check(_ depth: Int) throws {
        guard depth < maximumDepth else {
            throw Unstorable(reason: "is nested more than \(maximumDepth) levels deep")
        }
    }

    /// Puts `name` before the place of an error that `body` throws.
    package static func at<R>(_ name: @autoclosure () -> String, _ body: () throws -> R) throws -> R {
        do { return try body() } catch var error as Unstorable {
            let name = name()
            error.path = error.path.isEmpty || error.path.hasPrefix("[") ? name + error.path : "\(name).\(error.path)"
            throw error
        }
    }
}
