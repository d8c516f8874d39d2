import JSON

extension DynamoDB {
    /// A Scan of a table, or a Query of an index for one key, with a condition on the items that are sent back.
    package struct Read: Sendable {
        let table: String
        /// The index and its key's value, for a Query.
        let index: (name: String, key: Condition)?
        let filter: Condition?

        /// Every item of the table that meets `filter`.
        package static func scan(_ table: String, filter: Condition? = nil) -> Read {
            Read(table: table, index: nil, filter: filter)
        }

        /// The items of `index` that meet the key condition and `filter`.
        package static func query(_ table: String, index: String, key: Condition, filter: Condition? = nil) -> Read {
            Read(table: table, index: (index, key), filter: filter)
        }

        var operation: String { index == nil ? "Scan" : "Query" }

        func body(startKey: JSONValue?) -> JSONValue {
            var members: [(name: String, value: JSONValue)] = [("TableName", .string(table))]
            if let index {
                members.append(("IndexName", .string(index.name)))
                members.append(("KeyConditionExpression", .string(index.key.expression)))
            }
            if let filter { members.append(("FilterExpression", .string(filter.expression))) }
            let conditions = [index?.key, filter].compactMap { $0 }
            let names = conditions.flatMap(\.names)
            let values = conditions.flatMap(\.values)
            if !names.isEmpty { members.append(("ExpressionAttributeNames", .object(Self.unique(names)))) }
            if !values.isEmpty { members.append(("ExpressionAttributeValues", .object(Self.unique(values)))) }
            if let startKey { members.append(("ExclusiveStartKey", startKey)) }
            return .object(members)
        }

        private static func unique(
            _ members: [(name: String, value: JSONValue)]
        ) -> [(name: String, value: JSONValue)] {
            var kept: [(name: String, value: JSONValue)] = []
            for member in members where !kept.contains(where: { $0.name == member.name }) { kept.append(member) }
            return kept
        }
    }

    /// A condition of DynamoDB's expression language, with the names and values that it refers to.
    ///
    /// Names always go through placeholders: many ordinary words are reserved. Values are named by the caller, and must be
    /// unique among conditions that are joined.
    package struct Condition: Sendable {
        package private(set) var expression: String
        var names: [(name: String, value: JSONValue)] = []
        var values: [(name: String, value: JSONValue)] = []

        /// `expression` refers to attributes as `#name` and to values as `:name`, as in DynamoDB; every name after a `#` is
        /// an attribute's own name.
        package init(_ expression: String, values: [(name: String, value: JSONValue)] = []) {
            self.expression = expression
            self.values = values
            for part in expression.split(separator: "#").dropFirst(expression.hasPrefix("#") ? 0 : 1) {
                let name = String(part.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                if !names.contains(where: { $0.name == "#\(name)" }) { names.append(("#\(name)", .string(name))) }
            }
        }

        /// All of `conditions`; nil if there are none.
        package static func all(_ conditions: [Condition]) -> Condition? { join(conditions, " AND ") }

        /// Any of `conditions`; nil if there are none.
        package static func any(_ conditions: [Condition]) -> Condition? { join(conditions, " OR ") }

        private static func join(_ conditions: [Condition], _ word: String) -> Condition? {
            guard var joined = conditions.first, conditions.count > 1 else { return conditions.first }
            joined.expression = conditions.map { "(\($0.expression))" }.joined(separator: word)
            joined.names = conditions.flatMap(\.names)
            joined.values = conditions.flatMap(\.values)
            return joined
        }
    }
}
