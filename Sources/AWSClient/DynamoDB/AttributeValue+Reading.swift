import Bytes
import JSON

/// Why JSON is not an attribute value in DynamoDB's form.
package struct MalformedAttribute: Error, CustomStringConvertible {
    /// Whether a JSON type is wrong, which DynamoDB calls a serialization error; else the value is invalid.
    package let isSerialization: Bool
    /// The reason, in AWS's words.
    package let message: String
    package var description: String { message }

    static func serialization(_ message: String) -> Self { Self(isSerialization: true, message: message) }

    static func invalid(_ fault: String) -> Self {
        Self(isSerialization: false, message: "One or more parameter values were invalid: \(fault)")
    }

    static func validation(_ message: String) -> Self { Self(isSerialization: false, message: message) }
}

extension AttributeValue {
    /// Reads DynamoDB's JSON form, `{"S":"…"}`.
    package init(wire: JSONValue) throws(MalformedAttribute) {
        let types = try Self.known(wire.members, wire, "an object")
        let exactlyOne = "must contain exactly one of the supported datatypes"
        guard types.count < 2 else {
            throw .validation("Supplied AttributeValue has more than one datatypes set, \(exactlyOne)")
        }
        let value = types.first?.value ?? .null
        switch types.first?.name {
        case "S": self = .s(try Self.text(value))
        case "N": self = .n(try Self.number(value))
        case "B": self = .b(try Self.binary(value))
        case "BOOL": self = .bool(try Self.known(value.bool, value, "Boolean"))
        case "NULL":
            guard try Self.known(value.bool, value, "Boolean") else {
                throw .invalid("Null attribute value types must have the value of true")
            }
            self = .null
        case "M": self = .m(try Item(wire: value))
        case "L": self = .l(try Self.list(value) { (value) throws(MalformedAttribute) in try Self(wire: value) })
        case "SS": self = .ss(try Self.set(value, Self.text))
        case "NS": self = .ns(try Self.set(value, Self.number))
        case "BS": self = .bs(try Self.set(value, Self.binary))
        default: throw .validation("Supplied AttributeValue is empty, \(exactlyOne)")
        }
        if repeatsAnElement { throw .invalid("Input collection contains duplicates.") }
    }

    private static func text(_ value: JSONValue) throws(MalformedAttribute) -> String {
        try known(value.string, value, "String")
    }

    private static func number(_ value: JSONValue) throws(MalformedAttribute) -> ExactDecimal {
        let text = try text(value)
        guard let number = ExactDecimal(text) else {
            throw .validation("The parameter cannot be converted to a numeric value: \(text)")
        }
        if let fault = number.dynamoDBFault { throw .validation(fault) }
        return number
    }

    private static func binary(_ value: JSONValue) throws(MalformedAttribute) -> [UInt8] {
        guard let bytes = Base64.decode(try text(value).utf8) else {
            throw .serialization("the binary value is not base64")
        }
        return bytes
    }

    private static func list<T>(
        _ value: JSONValue, _ each: (JSONValue) throws(MalformedAttribute) -> T
    ) throws(MalformedAttribute) -> [T] {
        var elements: [T] = []
        for element in try known(value.array, value, "a list") { elements.append(try each(element)) }
        return elements
    }

    private static func set<T>(
        _ value: JSONValue, _ each: (JSONValue) throws(MalformedAttribute) -> T
    ) throws(MalformedAttribute) -> [T] {
        let elements = try list(value, each)
        guard !elements.isEmpty else { throw .invalid("An number set  may not be empty") }
        return elements
    }

    private static func known<T>(
        _ converted: T?, _ value: JSONValue, _ type: String
    ) throws(MalformedAttribute) -> T {
        guard let converted else { throw .serialization("\(token(value)) cannot be converted to \(type)") }
        return converted
    }

    private static func token(_ value: JSONValue) -> String {
        switch value {
        case .null: "NULL_VALUE"
        case .bool(let value): value ? "TRUE_VALUE" : "FALSE_VALUE"
        case .number: "NUMBER_VALUE"
        case .string: "STRING_VALUE"
        case .array: "START_ARRAY"
        case .object: "START_OBJECT"
        }
    }
}

extension Item {
    /// Reads DynamoDB's JSON form of named values.
    package init(wire: JSONValue) throws(MalformedAttribute) {
        guard let members = wire.members else {
            throw .serialization("Start of structure or map found where not expected")
        }
        attributes = []
        for (name, value) in members { attributes.append((name, try AttributeValue(wire: value))) }
    }
}
