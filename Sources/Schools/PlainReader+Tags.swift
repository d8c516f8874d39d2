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

    private struct NoTag: Error {}

    /// The tag that the object ahead is; nil if it is an ordinary one.
    static func tag(_ reader: JSONReader) -> Tag? {
        var ahead = reader
        var tag: Tag?
        do {
            try ahead.readObject { name, reader in
                guard tag == nil, name.raw.count <= 2, let found = Tag(rawValue: name.string) else { throw NoTag() }
                tag = found
                try reader.skipValue()
            }
        } catch {
            // Something else: a syntax error is found again by who reads it.
            return nil
        }
        return tag
    }

    /// Reads the object that `tag` said is one.
    static func tagged(_ tag: Tag, _ reader: inout JSONReader, depth: Int) throws -> AttributeValue {
        var value = AttributeValue.null
        try reader.readObject { _, reader in
            switch tag {
            case .map:
                guard try reader.peek() == .object else { throw wrong(tag, "an object") }
                value = .m(try members(&reader, depth: depth + 1))
            case .binary:
                guard try reader.peek() == .string else { throw wrong(tag, "base64") }
                value = .b(try binary(try reader.readString()))
            case .stringSet: value = .ss(try set(tag, &reader, string))
            case .numberSet: value = .ns(try set(tag, &reader) { try number($0.string) })
            case .binarySet: value = .bs(try set(tag, &reader, binary))
            }
        }
        try checkUnique(value)
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
        guard try reader.peek() == .array else { throw wrong(tag, "a list of strings") }
        try reader.readArray { reader in
            guard try reader.peek() == .string else { throw wrong(tag, "a list of strings") }
            elements.append(try element(try reader.readString()))
        }
        guard !elements.isEmpty else { throw Unstorable(reason: "is an empty set") }
        return elements
    }

    private static func checkUnique(_ value: AttributeValue) throws {
        let (count, unique) =
            switch value {
            case .ss(let texts): (texts.count, Set(texts.map(UTF8Key.init)).count)
            case .ns(let numbers): (numbers.count, Set(numbers.map(\.normal)).count)
            case .bs(let values): (values.count, Set(values).count)
            default: (0, 0)
            }
        guard count == unique else { throw Unstorable(reason: "is a set that holds something twice") }
    }

    private static func wrong(_ tag: Tag, _ form: String) -> Unstorable {
        Unstorable(
            reason:
                "has {\"\(tag.rawValue)\":…} without \(form) in it; a map with that one key is written {\"M\":{\"\(tag.rawValue)\":…}}"
        )
    }
}
