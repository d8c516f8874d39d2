import AWSClient

/// A `KeyConditionExpression`: one partition, and perhaps a range of its sort key.
struct KeyCondition {
    /// Value of the partition key.
    let partition: AttributeValue
    /// What the sort key must fulfil; nil for all.
    let range: Condition?

    /// Makes it of a parsed expression. Throws what AWS says of conditions that a Query does not take.
    init(_ condition: Condition, schema: KeySchema) throws(DynamoDBError) {
        var parts = [condition]
        if case .and(let a, let b) = condition { parts = [a, b] }
        var partition: AttributeValue?
        var range: Condition?
        for part in parts {
            try Self.checkForm(part)
            let name = try Self.attribute(part)
            if name == schema.hash.name {
                guard case .comparison(.equal, _, .value(let value)) = part, partition == nil else {
                    throw .validation("Query key condition not supported")
                }
                try Self.checkType(value, schema.hash)
                partition = value
            } else if let attribute = schema.range, name == attribute.name {
                guard range == nil else {
                    throw .validation("KeyConditionExpressions must only contain one condition per key")
                }
                for value in Self.values(part) { try Self.checkType(value, attribute) }
                range = part
            } else if partition == nil, parts.count == 1 {
                throw .validation("Query condition missed key schema element: \(schema.hash.name)")
            } else {
                throw .validation("Query key condition not supported")
            }
        }
        guard let partition else {
            throw .validation("Query condition missed key schema element: \(schema.hash.name)")
        }
        self.partition = partition
        self.range = range
    }

    private static func checkForm(_ condition: Condition) throws(DynamoDBError) {
        let name: String
        switch condition {
        case .comparison(let comparator, .path, .value) where comparator != .notEqual: return
        case .between(.path, .value, .value), .beginsWith(.path, .value): return
        case .comparison(.notEqual, _, _): name = "<>"
        case .and: throw .validation("Conditions can be of length 1 or 2 only")
        case .or: name = "OR"
        case .not: name = "NOT"
        case .isIn: name = "IN"
        case .attributeExists: name = "attribute_exists"
        case .attributeNotExists: name = "attribute_not_exists"
        case .attributeType: name = "attribute_type"
        case .contains: name = "contains"
        default: throw .expression("KeyConditionExpression", "Query key condition not supported")
        }
        throw .expression("KeyConditionExpression", "Invalid operator used in KeyConditionExpression: \(name)")
    }

    /// The one top-level attribute of a part.
    private static func attribute(_ condition: Condition) throws(DynamoDBError) -> String {
        switch condition {
        case .comparison(_, .path(let path), _), .between(.path(let path), _, _), .beginsWith(.path(let path), _):
            guard path.steps.count == 1 else {
                throw .expression(
                    "KeyConditionExpression", "KeyConditionExpressions cannot have conditions on nested attributes")
            }
            return path.root
        default: return ""
        }
    }

    private static func values(_ condition: Condition) -> [AttributeValue] {
        switch condition {
        case .comparison(_, _, .value(let value)), .beginsWith(_, .value(let value)): [value]
        case .between(_, .value(let low), .value(let high)): [low, high]
        default: []
        }
    }

    private static func checkType(_ value: AttributeValue, _ attribute: KeySchema.Attribute) throws(DynamoDBError) {
        guard value.type == attribute.type else {
            throw .validation(
                "One or more parameter values were invalid: Condition parameter type does not match schema type")
        }
    }
}
