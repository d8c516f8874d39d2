import AWSClient
import JSON

/// `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request, and which of them its expressions used.
final class ExpressionPlaceholders {
    private var names: [String: String] = [:]
    private var values: [String: AttributeValue] = [:]
    private var usedNames: Set<String> = []
    private var usedValues: Set<String> = []

    /// Throws `DynamoDBError` where a key or value is malformed, or where there is no expression to use them.
    init(_ request: JSONValue, hasExpression: Bool) throws(DynamoDBError) {
        if let given = request["ExpressionAttributeNames"], !given.isNull {
            guard hasExpression else {
                throw .validation("ExpressionAttributeNames can only be specified when using expressions")
            }
            guard let members = given.members else { throw .serialization("Unexpected field type") }
            guard !members.isEmpty else { throw .validation("ExpressionAttributeNames must not be empty") }
            for (key, value) in members {
                guard let name = value.string else { throw .serialization("Unexpected field type") }
                guard Self.isKey(key, "#") else { throw Self.syntax("ExpressionAttributeNames", key) }
                names[key] = name
            }
        }
        if let given = request["ExpressionAttributeValues"], !given.isNull {
            guard hasExpression else {
                throw .validation("ExpressionAttributeValues can only be specified when using expressions")
            }
            guard let members = given.members else { throw .serialization("Unexpected field type") }
            guard !members.isEmpty else { throw .validation("ExpressionAttributeValues must not be empty") }
            for (key, value) in members {
                guard Self.isKey(key, ":") else { throw Self.syntax("ExpressionAttributeValues", key) }
                do { values[key] = try AttributeValue(wire: value) } catch {
                    guard !error.isSerialization else { throw DynamoDBError(error) }
                    throw .validation(
                        "ExpressionAttributeValues contains invalid value: \(error.message) for key \(key)")
                }
            }
        }
    }

    func name(_ placeholder: String) throws(ExpressionError) -> String {
        guard let name = names[placeholder] else {
            throw ExpressionError(
                "An expression attribute name used in the document path is not defined; attribute name: \(placeholder)")
        }
        usedNames.insert(placeholder)
        return name
    }

    func value(_ placeholder: String) throws(ExpressionError) -> AttributeValue {
        guard let value = values[placeholder] else {
            throw ExpressionError(
                "An expression attribute value used in expression is not defined; attribute value: \(placeholder)")
        }
        usedValues.insert(placeholder)
        return value
    }

    /// Throws if a name or value was given that no expression used: AWS takes that for a mistake.
    func checkAllUsed() throws(DynamoDBError) {
        let unusedNames = names.keys.filter { !usedNames.contains($0) }.sorted()
        guard unusedNames.isEmpty else {
            throw .validation(
                "Value provided in ExpressionAttributeNames unused in expressions: keys: {\(unusedNames.joined(separator: ", "))}"
            )
        }
        let unusedValues = values.keys.filter { !usedValues.contains($0) }.sorted()
        guard unusedValues.isEmpty else {
            throw .validation(
                "Value provided in ExpressionAttributeValues unused in expressions: keys: {\(unusedValues.joined(separator: ", "))}"
            )
        }
    }

    private static func isKey(_ key: String, _ mark: Character) -> Bool {
        key.first == mark && key.utf8.count > 1
            && key.dropFirst().utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || ($0 < 0x80 && Character(Unicode.Scalar($0)).isLetter)
                    || (0x30...0x39).contains($0)
            }
    }

    private static func syntax(_ parameter: String, _ key: String) -> DynamoDBError {
        .validation("\(parameter) contains invalid key: Syntax error; key: \"\(key)\"")
    }
}

extension JSONValue {
    /// Whether it is `null`: AWS takes that for a member that is not there.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The member of that name, unless it is `null`.
    func given(_ name: String) -> JSONValue? {
        guard let value = self[name], !value.isNull else { return nil }
        return value
    }
}
