/// Parses conditions, projections and key conditions by recursive descent, one function for each rule of the grammar.
///
/// OR binds weakest, then AND, then NOT, then comparisons. Placeholders are resolved as they are met.
struct ExpressionParser {
    private let expression: String
    private let tokens: [ExpressionToken]
    private var at = 0
    private let placeholders: ExpressionPlaceholders

    private init(_ expression: String, _ placeholders: ExpressionPlaceholders) throws(ExpressionError) {
        guard !expression.isEmpty else { throw ExpressionError("The expression can not be empty;") }
        self.expression = expression
        self.placeholders = placeholders
        tokens = try ExpressionLexer.tokens(of: expression)
    }

    /// A `FilterExpression` or `KeyConditionExpression`.
    static func condition(
        _ expression: String, _ placeholders: ExpressionPlaceholders
    ) throws(ExpressionError) -> Condition {
        var parser = try ExpressionParser(expression, placeholders)
        let condition = try parser.disjunction()
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return condition
    }

    /// A `ProjectionExpression`.
    static func projection(
        _ expression: String, _ placeholders: ExpressionPlaceholders
    ) throws(ExpressionError) -> Projection {
        var parser = try ExpressionParser(expression, placeholders)
        var paths = [try parser.path()]
        while parser.take(sign: ",") { paths.append(try parser.path()) }
        guard parser.token.kind == .end else { throw parser.unexpected() }
        return try Projection(paths)
    }

    // MARK: Conditions

    private mutating func disjunction() throws(ExpressionError) -> Condition {
        var condition = try conjunction()
        while take(keyword: "OR") { condition = .or(condition, try conjunction()) }
        return condition
    }

    private mutating func conjunction() throws(ExpressionError) -> Condition {
        var condition = try negation()
        while take(keyword: "AND") { condition = .and(condition, try negation()) }
        return condition
    }

    private mutating func negation() throws(ExpressionError) -> Condition {
        if take(keyword: "NOT") { return .not(try negation()) }
        // A parenthesis opens a condition: operands have none of their own here.
        if take(sign: "(") {
            let condition = try disjunction()
            try expect(")")
            return condition
        }
        if token.kind == .word, tokens[at + 1].isSign("("), token.text != "size" {
            return try ExpressionFunction(named: token.text, takeArguments()).condition()
        }
        return try comparison()
    }

    private mutating func comparison() throws(ExpressionError) -> Condition {
        let first = try operand()
        if take(keyword: "BETWEEN") {
            let low = try operand()
            guard take(keyword: "AND") else { throw unexpected() }
            return try ExpressionRules.between(first, low, try operand())
        }
        if take(keyword: "IN") {
            try expect("(")
            var list = [try operand()]
            while take(sign: ",") { list.append(try operand()) }
            try expect(")")
            return .isIn(first, list)
        }
        guard token.kind == .sign, let comparator = Condition.Comparator(rawValue: token.text) else {
            throw unexpected()
        }
        at += 1
        return try ExpressionRules.comparison(comparator, first, try operand())
    }

    private mutating func takeArguments() throws(ExpressionError) -> [Condition.Operand] {
        at += 2
        var arguments: [Condition.Operand] = []
        if take(sign: ")") { return arguments }
        repeat { arguments.append(try operand()) } while take(sign: ",")
        try expect(")")
        return arguments
    }

    private mutating func operand() throws(ExpressionError) -> Condition.Operand {
        if token.kind == .value {
            defer { at += 1 }
            return .value(try placeholders.value(token.text))
        }
        if token.kind == .word, tokens[at + 1].isSign("(") {
            return try ExpressionFunction(named: token.text, takeArguments()).operand()
        }
        return .path(try path())
    }

    // MARK: Paths

    private mutating func path() throws(ExpressionError) -> DocumentPath {
        var steps = [DocumentPath.Step.name(try name())]
        while true {
            if take(sign: ".") {
                steps.append(.name(try name()))
            } else if take(sign: "[") {
                guard token.kind == .number, let index = Int(token.text) else { throw unexpected() }
                at += 1
                try expect("]")
                steps.append(.index(index))
            } else {
                return DocumentPath(steps: steps)
            }
        }
    }

    private mutating func name() throws(ExpressionError) -> String {
        let token = token
        switch token.kind {
        case .name:
            at += 1
            return try placeholders.name(token.text)
        case .word:
            // A keyword of the grammar where a name should stand is a mistake in the syntax, not a forbidden name.
            guard !["AND", "OR", "NOT", "BETWEEN", "IN"].contains(token.text.uppercased()) else { throw unexpected() }
            guard !ReservedWords.contains(token.text) else {
                throw ExpressionError("Attribute name is a reserved keyword; reserved keyword: \(token.text)")
            }
            at += 1
            return token.text
        default: throw unexpected()
        }
    }

    // MARK: Tokens

    private var token: ExpressionToken { tokens[at] }

    private mutating func take(sign: String) -> Bool {
        guard token.isSign(sign) else { return false }
        at += 1
        return true
    }

    private mutating func take(keyword: String) -> Bool {
        guard token.isKeyword(keyword) else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ sign: String) throws(ExpressionError) {
        guard take(sign: sign) else { throw unexpected() }
    }

    private func unexpected() -> ExpressionError {
        let from = tokens[max(at - 1, 0)].range.lowerBound
        let to = tokens[min(at + 1, tokens.count - 1)].range.upperBound
        return ExpressionLexer.syntax(expression, token.range, near: from..<to)
    }
}
