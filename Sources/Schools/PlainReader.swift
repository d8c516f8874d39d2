import AWSClient
import JSON

/// Reads items from plain JSON, the form of the files that `seed` takes and `export` writes.
///
/// A string is S, a number N with the digits that it is written with, an array L, an object M, `true` BOOL, `null` NULL. What
/// JSON has no form for keeps DynamoDB's own type tag: an object whose only member is `SS`, `NS`, `BS` or `B` is a set or
/// binary data, and a map whose only key is one of those, or `M`, is written as `{"M":{…}}`. The item itself is never a tag.
package enum PlainReader {
    /// How many lists and maps may be open at once inside an item.
    private static let maximumDepth = 32
    /// DynamoDB's bound on an attribute's name.
    private static let maximumNameBytes = 65_535

    /// Why a value cannot be stored, and its path in the item.
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

    /// Reads the object ahead as an item, or as a map inside `depth` others. Throws `JSONError` or `Unstorable`.
    package static func members(_ reader: inout JSONReader, depth: Int) throws -> Item {
        var item = Item()
        var names: Set<UTF8Key> = []
        try reader.readObject { literal, reader in
            let name = try at("an attribute's name") { try string(literal) }
            try at(name) {
                guard names.insert(UTF8Key(name)).inserted else { throw Unstorable(reason: "is there twice") }
                item.attributes.append((name, try value(&reader, depth: depth)))
            }
            guard !name.isEmpty else { throw Unstorable(path: "an attribute", reason: "has an empty name") }
            guard name.utf8.count <= maximumNameBytes else {
                throw Unstorable(path: "an attribute", reason: "has a name of more than \(maximumNameBytes) bytes")
            }
        }
        return item
    }

    private static func value(_ reader: inout JSONReader, depth: Int) throws -> AttributeValue {
        let kind = try reader.peek()
        guard depth < maximumDepth || kind != .array && kind != .object else {
            throw Unstorable(reason: "is nested more than \(maximumDepth) levels deep")
        }
        switch kind {
        case .string: return .s(try string(try reader.readString()))
        case .number: return .n(try number(String(decoding: try reader.readNumber(), as: UTF8.self)))
        case .bool: return .bool(try reader.readBool())
        case .null:
            try reader.readNull()
            return .null
        case .array:
            var elements: [AttributeValue] = []
            try reader.readArray { reader in
                elements.append(try at("[\(elements.count)]") { try value(&reader, depth: depth + 1) })
            }
            return .l(elements)
        case .object:
            guard let tag = tag(reader) else { return .m(try members(&reader, depth: depth + 1)) }
            return try tagged(tag, &reader, depth: depth)
        }
    }

    static func number(_ text: String) throws -> ExactDecimal {
        guard let number = ExactDecimal(text), number.dynamoDBFault == nil else {
            throw Unstorable(
                reason: "is the number \(text.prefix(60)): DynamoDB keeps 38 digits, from 1E-130 to 9.99E+125")
        }
        return number
    }

    /// Decodes a string. Half a surrogate pair would be stored as U+FFFD.
    static func string(_ literal: JSONString) throws -> String {
        guard let text = literal.wholeString else {
            throw Unstorable(reason: "holds half a surrogate pair (\\uD800 to \\uDFFF)")
        }
        return text
    }

    /// Puts `name` before the path of an error that `body` throws.
    private static func at<R>(_ name: @autoclosure () -> String, _ body: () throws -> R) throws -> R {
        do { return try body() } catch var error as Unstorable {
            let name = name()
            error.path = error.path.isEmpty || error.path.hasPrefix("[") ? name + error.path : "\(name).\(error.path)"
            throw error
        }
    }
}
