import AWSClient
import Bytes
import JSON

// Sets, binary data, and maps that look like them.
extension PlainReader {
    /// The type tags that an object's only member may be.
    enum Tag: String {
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
        case binary = "B"
        case map = "M"
    }

    /// The tag that the object ahead is; nil if it is an ordinary one, or not JSON, which its reader will find.
    static func tag(_ reader: JSONReader) -> Tag? {
        var ahead = reader
        var tag: Tag?
        do {
            try ahead.readObject { name, reader in
                guard tag == nil, name.raw.count <= 2, let found = Tag(rawValue: name.string) else {
                    throw reader.error("not a tag")
                }
                tag = found
                try reader.skipValue()
            }
        } catch {
            return nil
        }
        return tag
    }

    /// Reads the object that is `tag`.
    static func tagged(_ tag: Tag, _ reader: inout JSONReader, depth: Int) throws -> AttributeValue {
        var value = AttributeValue.null
        try reader.readObject { _, reader in
            switch tag {
            case .map:
                try expect(.object, "an object", tag, &reader)
                value = .m(try members(&reader, depth: depth + 1))
            case .binary:
                try expect(.string, "base64", tag, &reader)
                value = .b(try binary(try reader.readString()))
            case .stringSet: value = .ss(try set(tag, &reader, string))
            case .numberSet: value = .ns(try set(tag, &reader) { try number($0.string) })
            case .binarySet: value = .bs(try set(tag, &reader, binary))
            }
        }
        guard !value.repeatsAnElement else { throw Unstorable(reason: "is a set that holds something twice") }
        return value
    }

    private static func binary(_ literal: JSONString) throws -> [UInt8] {
        guard let bytes = Base64.decode(literal.string.utf8) else { throw wrong(.binary, "base64") }
        return bytes
    }

    private static func set<T>(
        _ tag: Tag, _ reader: inout JSONReader, _ element: (JSONString) throws -> T
    ) throws -> [T] {
        var elements: [T] = []
        try expect(.array, "a list of strings", tag, &reader)
        try reader.readArray { reader in
            try expect(.string, "a list of strings", tag, &reader)
            elements.append(try element(try reader.readString()))
        }
        guard !elements.isEmpty else { throw Unstorable(reason: "is an empty set") }
        return elements
    }

    private static func expect(
        _ kind: JSONReader.Kind, _ form: String, _ tag: Tag, _ reader: inout JSONReader
    ) throws {
        guard try reader.peek() == kind else { throw wrong(tag, form) }
    }

    private static func wrong(_ tag: Tag, _ form: String) -> Unstorable {
        let name = "\"\(tag.rawValue)\""
        return Unstorable(
            reason: "has {\(name):…} without \(form) in it; a map with that one key is written {\"M\":{\(name):…}}")
    }
}
