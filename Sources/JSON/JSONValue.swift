import Bytes

/// A JSON value as a tree, for small documents.
///
/// Objects keep the order of their members, numbers their digits. Of members with the same name the last one counts.
package indirect enum JSONValue: Sendable {
    case null
    case bool(Bool)
    /// The number's text, as RFC 8259 writes it.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])

    /// Parses a whole text.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var reader = JSONReader(bytes)
        self = try JSONValue(reading: &reader)
        try reader.finish()
    }

    /// Parses a whole text.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try bytes.withUnsafeBufferPointer { (bytes) throws(JSONError) in
            try JSONValue(parsing: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Reads the next value.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        switch try reader.peek() {
        case .null:
            try reader.readNull()
            self = .null
        case .bool: self = .bool(try reader.readBool())
        case .number: self = .number(String(decoding: try reader.readNumber(), as: UTF8.self))
        case .string: self = .string(try reader.readString().string)
        case .array:
            var elements: [JSONValue] = []
            var hasMore = try reader.open(UInt8(ascii: "["))
            while hasMore {
                elements.append(try JSONValue(reading: &reader))
                hasMore = try reader.goesOn(UInt8(ascii: "]"))
            }
            self = .array(elements)
        case .object:
            var members: [(name: String, value: JSONValue)] = []
            var hasMore = try reader.open(UInt8(ascii: "{"))
            while hasMore {
                let name = try reader.readName().string
                members.append((name, try JSONValue(reading: &reader)))
                hasMore = try reader.goesOn(UInt8(ascii: "}"))
            }
            self = .object(members)
        }
    }

    /// The member of that name; nil if there is none, or if this is not an object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The text of a string; nil for every other kind.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The elements of an array; nil for every other kind.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object; nil for every other kind.
    package var members: [(name: String, value: JSONValue)]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The value of a number that is written without a fraction and an exponent, and fits; nil for everything else.
    package var integer: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    /// Whether this is `null`.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value of a boolean; nil for every other kind.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// Appends the value in compact form.
    package func write(to out: inout ByteBuffer) {
        switch self {
        case .null: out.append("null")
        case .bool(let value): out.append(value ? "true" : "false")
        case .number(let text): out.append(text)
        case .string(let text): out.append(jsonString: text)
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                element.write(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                out.append(jsonString: member.name)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// The value as compact JSON text.
    package var text: String {
        var out = ByteBuffer()
        write(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A boolean.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A whole number.
    package init(integerLiteral value: Int) { self = .number(String(value)) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// An array.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object, its members in this order.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { (name: $0.0, value: $0.1) })
    }
}
