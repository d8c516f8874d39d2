import AWSClient
import JSON

/// A request to DynamoDB: an operation that the functions send, with the parameters that they send.
struct DynamoDBRequest {
    /// The operations of the embedded endpoint.
    enum Operation: String {
        case scan = "Scan"
        case getItem = "GetItem"
        case putItem = "PutItem"

        /// The parameters that the operation knows. AWS has more of them; the embedded endpoint does not.
        var parameters: Set<String> {
            switch self {
            case .scan: ["TableName", "ExclusiveStartKey", "ConsistentRead"]
            case .getItem: ["TableName", "Key"]
            case .putItem: ["TableName", "Item"]
            }
        }
    }

    let operation: Operation
    private let parameters: [(name: String, value: JSONValue)]

    /// Reads the body of a request. It is an error if the operation or a parameter is not known.
    init(_ target: String, _ body: [UInt8]) throws(ServiceError) {
        let name = target.dropFirst(DynamoDB.targetPrefix.count)
        guard let operation = Operation(rawValue: String(name)) else { throw .unknownOperation(name) }
        let json: JSONValue
        do { json = try JSONValue(parsing: body) } catch { throw .serialization(nil) }
        guard let members = json.members else {
            throw .serialization("Start of structure or map found where not expected")
        }
        self.operation = operation
        // A null is as if the parameter was not there.
        parameters = members.filter { !$0.value.isNull }
        if let other = parameters.first(where: { !operation.parameters.contains($0.name) }) {
            throw .validation("\(ServiceError.doesNotKnow) \(other.name.prefix(60))")
        }
    }

    /// Returns `TableName`. It is an error if it is missing, or cannot be a table's name.
    func tableName() throws(ServiceError) -> String {
        guard let value = self["TableName"] else { throw .missing("tableName") }
        guard let name = value.string else { throw .serialization("TableName must be a string") }
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "-_.".utf8.contains(byte)
        }
        guard isName, (3...255).contains(name.utf8.count) else {
            throw .validation(
                "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may "
                    + "contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'")
        }
        return name
    }

    /// Returns a parameter of named attribute values. It is an error if it is not in DynamoDB's JSON form.
    func item(_ name: String) throws(ServiceError) -> Item? {
        guard let value = self[name] else { return nil }
        do { return try Item(wire: value) } catch { throw ServiceError(error) }
    }

    /// Returns a parameter that is true or false.
    func bool(_ name: String) throws(ServiceError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let bool = value.bool else { throw .serialization("\(name) must be a boolean") }
        return bool
    }

    private subscript(name: String) -> JSONValue? { parameters.last { $0.name == name }?.value }
}

extension JSONValue {
    /// Whether this is `null`.
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
