import AWSClient
import JSON

/// A request to DynamoDB: an operation that the functions send, with the parameters that they send.
struct DynamoDBRequest {
    /// The operations of the embedded endpoint.
    enum Operation: String {
        case scan = "Scan"
        case getItem = "GetItem"
        case batchGetItem = "BatchGetItem"
        case putItem = "PutItem"

        /// The parameters that the operation knows. AWS has more of them; the embedded endpoint does not.
        var parameters: Set<String> {
            switch self {
            case .scan: ["TableName", "IndexName", "ExclusiveStartKey", "ConsistentRead"]
            case .getItem: ["TableName", "Key"]
            case .batchGetItem: ["RequestItems"]
            case .putItem: ["TableName", "Item"]
            }
        }
    }

    let operation: Operation
    private let parameters: Parameters

    /// Reads the body of a request. It is an error if the operation or a parameter is not known.
    init(_ target: String, _ body: [UInt8]) throws(ServiceError) {
        let name = target.dropFirst(DynamoDB.targetPrefix.count)
        guard let operation = Operation(rawValue: String(name)) else { throw .unknownOperation(name) }
        let json: JSONValue
        do { json = try JSONValue(parsing: body) } catch { throw .serialization(nil) }
        self.operation = operation
        parameters = try Parameters(json, known: operation.parameters)
    }

    /// Returns `TableName`, or the only name in `RequestItems`. It is an error if it is missing, or cannot be a table's name.
    func tableName() throws(ServiceError) -> String {
        let name = operation == .batchGetItem ? try requestItems().table : try string("TableName")
        guard let name else { throw .missing("tableName") }
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
        guard let value = parameters[name] else { return nil }
        return try Self.item(value)
    }

    /// Returns a parameter that is true or false.
    func bool(_ name: String) throws(ServiceError) -> Bool? { try parameters.bool(name) }

    /// Returns a parameter that is a text.
    func string(_ name: String) throws(ServiceError) -> String? {
        guard let value = parameters[name] else { return nil }
        guard let string = value.string else { throw .serialization("\(name) must be a string") }
        return string
    }

    /// Returns what a BatchGetItem asks its table for.
    func batch() throws(ServiceError) -> (keys: [Item], isConsistent: Bool) {
        let (table, value) = try requestItems()
        let request = try Parameters(value, known: ["Keys", "ConsistentRead"])
        let name = "RequestItems.\(table).member.Keys"
        guard let keys = request["Keys"] else { throw .missing(name) }
        guard let keys = keys.array else { throw .serialization("Keys must be a list") }
        guard !keys.isEmpty else { throw .length(of: name, "greater than or equal to 1") }
        guard keys.count <= DynamoDB.maximumKeys else {
            throw .length(of: name, "less than or equal to \(DynamoDB.maximumKeys)")
        }
        var items: [Item] = []
        for key in keys { items.append(try Self.item(key)) }
        return (items, try request.bool("ConsistentRead") ?? false)
    }

    private func requestItems() throws(ServiceError) -> (table: String, request: JSONValue) {
        guard let value = parameters["RequestItems"] else { throw .missing("requestItems") }
        guard let tables = value.members else { throw .serialization("Start of list found where not expected") }
        guard let first = tables.first else { throw .length(of: "RequestItems", "greater than or equal to 1") }
        guard tables.count == 1 else { throw .validation("\(ServiceError.doesNotKnow) RequestItems of several tables") }
        return (first.name, first.value)
    }

    private static func item(_ value: JSONValue) throws(ServiceError) -> Item {
        do { return try Item(wire: value) } catch { throw ServiceError(error) }
    }
}

/// Parameters by name. A null is as if the parameter was not there.
private struct Parameters {
    private let members: [(name: String, value: JSONValue)]

    /// It is an error if one is not among the known.
    init(_ json: JSONValue, known: Set<String>) throws(ServiceError) {
        guard let members = json.members else {
            throw .serialization("Start of structure or map found where not expected")
        }
        self.members = members.filter { !$0.value.isNull }
        if let other = self.members.first(where: { !known.contains($0.name) }) {
            throw .validation("\(ServiceError.doesNotKnow) \(other.name.prefix(60))")
        }
    }

    subscript(name: String) -> JSONValue? { members.last { $0.name == name }?.value }

    func bool(_ name: String) throws(ServiceError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let bool = value.bool else { throw .serialization("\(name) must be a boolean") }
        return bool
    }
}
