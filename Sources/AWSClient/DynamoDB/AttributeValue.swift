import Bytes
import JSON

/// A value of DynamoDB's data model. Strings are compared by their bytes, never by Unicode equivalence.
package indirect enum AttributeValue: Sendable {
    case s(String)
    case n(DynamoNumber)
    case b([UInt8])
    case bool(Bool)
    case null
    case m(Item)
    case l([AttributeValue])
    case ss([String])
    case ns([DynamoNumber])
    case bs([[UInt8]])

    /// The name of its type on the wire.
    package var type: String {
        switch self {
        case .s: "S"
        case .n: "N"
        case .b: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .m: "M"
        case .l: "L"
        case .ss: "SS"
        case .ns: "NS"
        case .bs: "BS"
        }
    }

    /// The names of all types, in the order of AWS's message.
    package static let types = ["B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M"]

    /// What it counts towards the limit of a page, by the rules of "DynamoDB item sizes".
    package var size: Int {
        switch self {
        case .s(let text): text.utf8.count
        case .n(let number): number.size
        case .b(let bytes): bytes.count
        case .bool, .null: 1
        case .m(let item): 3 + item.size + item.attributes.count
        case .l(let elements): 3 + elements.reduce(0) { $0 + $1.size + 1 }
        case .ss(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .ns(let numbers): numbers.reduce(0) { $0 + $1.size }
        case .bs(let values): values.reduce(0) { $0 + $1.count }
        }
    }
}

/// Named values: an item, a key, or a map inside an item. Order is that of writing; names are compared by their bytes.
package struct Item: Sendable {
    package var attributes: [(name: String, value: AttributeValue)]

    package init(_ attributes: [(name: String, value: AttributeValue)] = []) { self.attributes = attributes }

    package subscript(name: String) -> AttributeValue? {
        // Texts that differ to `String` differ in their bytes, too; it finds that out many times faster.
        attributes.first { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Names and values, as DynamoDB counts them.
    package var size: Int { attributes.reduce(0) { $0 + $1.name.utf8.count + $1.value.size } }
}

extension AttributeValue: Equatable {
    /// Equal type and equal value; the order of sets and maps does not count.
    package static func == (a: AttributeValue, b: AttributeValue) -> Bool {
        switch (a, b) {
        case (.s(let a), .s(let b)): a.utf8.elementsEqual(b.utf8)
        case (.n(let a), .n(let b)): a == b
        case (.b(let a), .b(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.null, .null): true
        case (.m(let a), .m(let b)):
            a.attributes.count == b.attributes.count && a.attributes.allSatisfy { b[$0.name] == $0.value }
        case (.l(let a), .l(let b)): a == b
        case (.ss(let a), .ss(let b)):
            a.count == b.count && a.allSatisfy { a in b.contains { $0.utf8.elementsEqual(a.utf8) } }
        case (.ns(let a), .ns(let b)): a.count == b.count && a.allSatisfy(b.contains)
        case (.bs(let a), .bs(let b)): a.count == b.count && a.allSatisfy(b.contains)
        default: false
        }
    }

    /// Whether `a` comes before `b`; nil if they are not of one type that has an order (S, N, B).
    package static func precedes(_ a: AttributeValue, _ b: AttributeValue) -> Bool? {
        switch (a, b) {
        case (.s(let a), .s(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.n(let a), .n(let b)): a < b
        case (.b(let a), .b(let b)): a.lexicographicallyPrecedes(b)
        default: nil
        }
    }
}

// MARK: Writing

extension AttributeValue {
    /// Appends DynamoDB's JSON form, `{"S":"…"}`.
    package func write(to out: inout ByteBuffer) {
        out.append("{\"")
        out.append(type)
        out.append("\":")
        switch self {
        case .s(let text): out.append(jsonString: text)
        case .n(let number): out.append(jsonString: number.text)
        case .b(let bytes): out.append(jsonString: Base64.encode(bytes))
        case .bool(let value): out.append(value ? "true" : "false")
        case .null: out.append("true")
        case .m(let item): item.write(to: &out)
        case .l(let elements): Self.write(elements, to: &out) { $0.write(to: &$1) }
        case .ss(let texts): Self.write(texts, to: &out) { $1.append(jsonString: $0) }
        case .ns(let numbers): Self.write(numbers, to: &out) { $1.append(jsonString: $0.text) }
        case .bs(let values): Self.write(values, to: &out) { $1.append(jsonString: Base64.encode($0)) }
        }
        out.append("}")
    }

    private static func write<T>(_ elements: [T], to out: inout ByteBuffer, _ each: (T, inout ByteBuffer) -> Void) {
        out.append("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(",") }
            each(element, &out)
        }
        out.append("]")
    }
}

extension Item {
    /// Appends DynamoDB's JSON form, `{"name":{"S":"…"},…}`.
    package func write(to out: inout ByteBuffer) {
        out.append("{")
        for (index, attribute) in attributes.enumerated() {
            if index > 0 { out.append(",") }
            out.append(jsonString: attribute.name)
            out.append(":")
            attribute.value.write(to: &out)
        }
        out.append("}")
    }
}
