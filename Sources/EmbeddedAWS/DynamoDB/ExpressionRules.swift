import AWSClient

/// What DynamoDB refuses of an expression that is well formed: operands of the wrong kind, number or order.
enum ExpressionRules {
    static func comparison(
        _ comparator: Condition.Comparator, _ a: Condition.Operand, _ b: Condition.Operand
    ) throws(ExpressionError) -> Condition {
        if comparator != .equal, comparator != .notEqual {
            for operand in [a, b] { try ordered(operand, comparator.rawValue) }
        }
        if case .path(let path) = a, a == b {
            throw ExpressionError(
                "The first operand must be distinct from the remaining operands for this operator or function; "
                    + "operator: \(comparator.rawValue), first operand: \(path)")
        }
        return .comparison(comparator, a, b)
    }

    static func between(
        _ operand: Condition.Operand, _ low: Condition.Operand, _ high: Condition.Operand
    ) throws(ExpressionError) -> Condition {
        for operand in [operand, low, high] { try ordered(operand, "BETWEEN") }
        guard case .value(let from) = low, case .value(let to) = high else { return .between(operand, low, high) }
        guard let isReversed = AttributeValue.precedes(to, from) else {
            throw ExpressionError(
                "The BETWEEN operator requires same data type for lower and upper bounds; "
                    + "lower bound operand: \(shown(from)), upper bound operand: \(shown(to))")
        }
        guard !isReversed else {
            throw ExpressionError(
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                    + "lower bound operand: \(shown(from)), upper bound operand: \(shown(to))")
        }
        return .between(operand, low, high)
    }

    /// Only strings, numbers and binaries have an order.
    private static func ordered(_ operand: Condition.Operand, _ name: String) throws(ExpressionError) {
        guard case .value(let value) = operand, !["S", "N", "B"].contains(value.type) else { return }
        throw ExpressionError(
            "Incorrect operand type for operator or function; operator or function: \(name), operand type: \(value.type)"
        )
    }

    private static func shown(_ value: AttributeValue) -> String {
        switch value {
        case .s(let text): "AttributeValue: {S:\(text)}"
        case .n(let number): "AttributeValue: {N:\(number.text)}"
        default: "AttributeValue: {\(value.type)}"
        }
    }
}

/// A function call of an expression, with its arguments.
struct ExpressionFunction {
    private let name: String
    private let arguments: [Condition.Operand]

    /// Throws where there is no such function, or it takes another number of arguments.
    init(named name: String, _ arguments: [Condition.Operand]) throws(ExpressionError) {
        guard let count = Self.argumentCounts[name] else {
            throw ExpressionError("Invalid function name; function: \(name)")
        }
        guard arguments.count == count else {
            throw ExpressionError(
                "Incorrect number of operands for operator or function; "
                    + "operator or function: \(name), number of operands: \(arguments.count)")
        }
        self.name = name
        self.arguments = arguments
    }

    private static let argumentCounts = [
        "attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2,
        "size": 1,
    ]

    /// The call where a condition stands.
    func condition() throws(ExpressionError) -> Condition {
        switch name {
        case "attribute_exists": return .attributeExists(try path())
        case "attribute_not_exists": return .attributeNotExists(try path())
        case "attribute_type":
            let path = try path()
            guard case .value(let value) = arguments[1], case .s(let type) = value else {
                throw wrongType(arguments[1])
            }
            guard AttributeValue.types.contains(type) else {
                throw ExpressionError(
                    "Invalid attribute type name found; type: \(type), valid types: {\(AttributeValue.types.joined(separator: ","))}"
                )
            }
            return .attributeType(path, type)
        case "begins_with":
            for case .value(let value) in arguments where !["S", "B"].contains(value.type) {
                throw wrongType(.value(value))
            }
            return .beginsWith(arguments[0], arguments[1])
        case "contains":
            if case .path(let path) = arguments[0], arguments[0] == arguments[1] {
                throw ExpressionError(
                    "The first operand must be distinct from the remaining operands for this operator or function; "
                        + "operator: contains, first operand: \(path)")
            }
            return .contains(arguments[0], arguments[1])
        default: throw misplaced()
        }
    }

    /// The call where an operand stands: only `size` answers a value.
    func operand() throws(ExpressionError) -> Condition.Operand {
        guard name == "size" else { throw misplaced() }
        return .size(try path())
    }

    private func path() throws(ExpressionError) -> DocumentPath {
        guard case .path(let path) = arguments[0] else {
            throw ExpressionError("Operator or function requires a document path; operator or function: \(name)")
        }
        return path
    }

    private func wrongType(_ operand: Condition.Operand) -> ExpressionError {
        guard case .value(let value) = operand else {
            return ExpressionError(
                "Incorrect operand type for operator or function; operator or function: \(name), operand type: path")
        }
        return ExpressionError(
            "Incorrect operand type for operator or function; operator or function: \(name), operand type: \(value.type)"
        )
    }

    private func misplaced() -> ExpressionError {
        ExpressionError("The function is not allowed to be used this way in an expression; function: \(name)")
    }
}
