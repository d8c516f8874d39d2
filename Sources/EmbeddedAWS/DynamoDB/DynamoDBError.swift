import AWSClient
import JSON

/// An error as DynamoDB answers it: always status 400 here, told apart by its `__type`.
struct DynamoDBError: Error, Equatable {
    /// The name behind the `#`.
    let name: String
    /// What stands in front of the `#`: it differs with the layer of AWS that refuses.
    let namespace: String
    /// Some layers say nothing.
    let message: String?

    /// The body of the answer.
    var body: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("__type", .string("\(namespace)#\(name)"))]
        if let message { members.append(("message", .string(message))) }
        return .object(members)
    }

    private static let data = "com.amazonaws.dynamodb.v20120810"
    private static let service = "com.amazon.coral.service"

    static func validation(_ message: String) -> DynamoDBError {
        DynamoDBError(name: "ValidationException", namespace: "com.amazon.coral.validate", message: message)
    }

    /// A mistake in the expression of that parameter.
    static func expression(_ parameter: String, _ message: String) -> DynamoDBError {
        validation("Invalid \(parameter): \(message)")
    }

    static func resourceNotFound(_ message: String) -> DynamoDBError {
        DynamoDBError(name: "ResourceNotFoundException", namespace: data, message: message)
    }

    static func serialization(_ message: String?) -> DynamoDBError {
        DynamoDBError(name: "SerializationException", namespace: service, message: message)
    }

    static let unknownOperation = DynamoDBError(name: "UnknownOperationException", namespace: service, message: nil)

    static func emptyKey(_ name: String) -> DynamoDBError {
        validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                + "empty string value. Key: \(name)")
    }

    /// The role of this machine's functions may do less than the operation asks for.
    static func accessDenied(_ operation: String, _ table: String) -> DynamoDBError {
        DynamoDBError(
            name: "AccessDeniedException", namespace: service,
            message:
                "The replayed functions are not authorized to perform: dynamodb:\(operation) on resource: table/\(table)"
        )
    }

    init(_ error: MalformedAttribute) {
        self = error.isSerialization ? .serialization(error.message) : .validation(error.message)
    }

    init(_ error: SignatureError) {
        self.init(name: error.name, namespace: Self.service, message: error.message)
    }

    private init(name: String, namespace: String, message: String?) {
        self.name = name
        self.namespace = namespace
        self.message = message
    }
}

extension Item {
    /// Reads DynamoDB's JSON form of named values.
    init(of request: JSONValue) throws(DynamoDBError) {
        do { try self.init(wire: request) } catch { throw DynamoDBError(error) }
    }
}
