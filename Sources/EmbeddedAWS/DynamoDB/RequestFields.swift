import JSON

/// The checks of single members of a request that come before its meaning.
enum RequestFields {
    /// Throws if the request has one of the parameters that expressions have replaced: this endpoint does not take them, and
    /// must not pass over them in silence. Members that nobody knows are ignored, as AWS does.
    static func checkLegacy(_ request: JSONValue) throws(DynamoDBError) {
        for (name, value) in request.members ?? [] where legacy.contains(name) && !value.isNull {
            throw .validation(
                "\(name) is a legacy parameter, which the embedded endpoint does not take: use expressions")
        }
    }

    private static let legacy: Set = [
        "AttributesToGet", "ScanFilter", "QueryFilter", "KeyConditions", "ConditionalOperator",
    ]

    /// Throws unless `TableName` names the table of schools.
    static func checkTable(_ request: JSONValue, message: (String) -> String = { _ in "Requested resource not found" })
        throws(DynamoDBError)
    {
        let name = try tableName(request)
        guard name == EmbeddedSchools.name else { throw .resourceNotFound(message(name)) }
    }

    /// `TableName`. Throws if it is missing, or no name.
    static func tableName(_ request: JSONValue) throws(DynamoDBError) -> String {
        guard let name = try string(request, "TableName") else {
            throw .validation(
                "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null"
            )
        }
        let isName = name.utf8.allSatisfy { byte in
            "-_.".utf8.contains(byte)
                || (byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte)))
        }
        guard isName, (3...255).contains(name.utf8.count) else {
            throw .validation(
                "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'"
            )
        }
        return name
    }

    static func string(_ request: JSONValue, _ name: String) throws(DynamoDBError) -> String? {
        guard let value = request.given(name) else { return nil }
        guard let text = value.string else { throw .serialization("\(name) must be a string") }
        return text
    }

    static func bool(_ request: JSONValue, _ name: String) throws(DynamoDBError) -> Bool? {
        guard let value = request.given(name) else { return nil }
        guard let bool = value.bool else { throw .serialization("\(name) must be a boolean") }
        return bool
    }

    static func integer(_ request: JSONValue, _ name: String, atLeast least: Int) throws(DynamoDBError) -> Int? {
        guard let value = request.given(name) else { return nil }
        guard let number = value.integer else { throw .serialization("\(name) must be a whole number") }
        guard number >= least else {
            let member = name.prefix(1).lowercased() + name.dropFirst()
            throw .validation(
                "1 validation error detected: Value '\(number)' at '\(member)' failed to satisfy constraint: "
                    + "Member must have value greater than or equal to \(least)")
        }
        return number
    }

    /// `Segment` and `TotalSegments` of a parallel Scan.
    static func segment(_ request: JSONValue) throws(DynamoDBError) -> (number: Int, of: Int)? {
        let number = try integer(request, "Segment", atLeast: 0)
        let total = try integer(request, "TotalSegments", atLeast: 1)
        switch (number, total) {
        case (nil, nil): return nil
        case (let number?, let total?):
            guard number < total else {
                throw .validation(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                        + "Segment: \(number) is not less than TotalSegments: \(total)")
            }
            return (number, total)
        case (nil, _):
            throw .validation(
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"
            )
        case (_, nil):
            throw .validation(
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
            )
        }
    }

    /// Whether only a count is asked for.
    static func select(_ request: JSONValue, hasProjection: Bool) throws(DynamoDBError) -> Bool {
        guard let select = try string(request, "Select") else { return false }
        switch select {
        case "SPECIFIC_ATTRIBUTES":
            guard hasProjection else {
                throw .validation(
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")
            }
        case "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT":
            guard !hasProjection else {
                throw .validation("Cannot specify the ProjectionExpression when choosing to get \(select)")
            }
        default:
            throw .validation(
                "1 validation error detected: Value '\(select)' at 'select' failed to satisfy constraint: Member must satisfy "
                    + "enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]")
        }
        return select == "COUNT"
    }
}
