import Bytes
import JSON

/// Why JSON is not an attribute value in DynamoDB's form.
package struct MalformedAttribute: Error {
    /// Whether the JSON's own types are wrong, which DynamoDB calls a serialization error; else the value is invalid.
    package let isSerialization: Bool
    /// The reason, in AWS's words.
    package let message: String

    package static func serialization(_ message: String) -> Self { Self(isSerialization: true, message: message) }
    package static func validation(_ message: String) -> Self { Self(isSerialization: false, message: message) }
}

extension AttributeValue {
    /// Reads DynamoDB's JSON form, `{"S":"…"}`.
    package init(wire: JSONValue) throws(MalformedAttribute) {
        guard let members = wire.members else { throw .serialization(Self.startToken(wire)) }
        guard let (type, value) = members.first else {
            throw .validation(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
        }
        guard members.count == 1 else {
            throw .validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
            )
        }
        switch type {
        case "S": self = .s(try Self.text(value))
        case "N": self = .n(try Self.number(value))
        case "B": self = .b(try Self.binary(value))
        case "BOOL":
            guard let bool = value.bool else {
                throw .serialization("\(Self.token(value)) cannot be converted to Boolean")
            }
            self = .bool(bool)
        case "NULL":
            guard let bool = value.bool else {
                throw .serialization("\(Self.token(value)) cannot be converted to Boolean")
            }
            guard bool else {
                throw .validation(
                    "One or more parameter values were invalid: Null attribute value types must have the value of true")
            }
            self = .null
        case "M": self = .m(try Item(wire: value))
        case "L":
            self = .l(
                try Self.elements(value) { (value) throws(MalformedAttribute) in try AttributeValue(wire: value) })
        case "SS": self = .ss(try Self.set(value, Self.text))
        case "NS": self = .ns(try Self.set(value, Self.number))
        case "BS": self = .bs(try Self.set(value, Self.binary))
        default:
            throw .validation(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
        }
    }

    private static func text(_ value: JSONValue) throws(MalformedAttribute) -> String {
        guard let text = value.string else { throw .serialization("\(token(value)) cannot be converted to String") }
        return text
    }

    private static func number(_ value: JSONValue) throws(MalformedAttribute) -> DynamoNumber {
        do { return try DynamoNumber(try text(value)) } catch let error as DynamoNumber.Invalid {
            throw .validation(error.message)
        } catch let error as MalformedAttribute {
            throw error
        } catch {
            throw .validation("\(error)")
        }
    }

    private static func binary(_ value: JSONValue) throws(MalformedAttribute) -> [UInt8] {
        guard let bytes = Base64.decode(try text(value).utf8) else {
            throw .serialization("the binary value is not base64")
        }
        return bytes
    }

    private static func elements<T>(
        _ value: JSONValue, _ each: (JSONValue) throws(MalformedAttribute) -> T
    ) throws(MalformedAttribute) -> [T] {
        guard let array = value.array else { throw .serialization(startToken(value)) }
        var elements: [T] = []
        for element in array { elements.append(try each(element)) }
        return elements
    }

    private static func set<T: Equatable>(
        _ value: JSONValue, _ each: (JSONValue) throws(MalformedAttribute) -> T
    ) throws(MalformedAttribute) -> [T] {
        let elements = try elements(value, each)
        guard !elements.isEmpty else {
            throw .validation("One or more parameter values were invalid: An number set  may not be empty")
        }
        for (index, element) in elements.enumerated() where elements[..<index].contains(element) {
            throw .validation("One or more parameter values were invalid: Input collection contains duplicates.")
        }
        return elements
    }

    private static func token(_ value: JSONValue) -> String {
        switch value {
        case .null: "NULL_VALUE"
        case .bool(let value): value ? "TRUE_VALUE" : "FALSE_VALUE"
        case .number(let text): text.contains { ".eE".contains($0) } ? "DECIMAL_VALUE" : "NUMBER_VALUE"
        case .string: "STRING_VALUE"
        case .array: "START_ARRAY"
        case .object: "START_OBJECT"
        }
    }

    private static func startToken(_ value: JSONValue) -> String { "Unexpected field type: \(token(value))" }
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
