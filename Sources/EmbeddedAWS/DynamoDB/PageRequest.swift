import AWSClient
import JSON

/// What Scan and Query have in common, checked: where to read, from where, how much, what to leave out.
struct PageRequest {
    let isIndex: Bool
    let startsAfter: KeyPosition?
    let startKey: Item?
    let limit: Int?
    let filter: Condition?
    let projection: Projection?
    let countsOnly: Bool
    let isForward: Bool
    /// Only of a Query.
    let keyCondition: KeyCondition?
    /// Only of a parallel Scan.
    let segment: (number: Int, of: Int)?

    var schema: KeySchema { isIndex ? EmbeddedSchools.indexSchema : EmbeddedSchools.schema }

    /// Throws what AWS says of a request that it refuses.
    init(_ request: JSONValue, isQuery: Bool) throws(DynamoDBError) {
        try RequestFields.checkLegacy(request)
        try RequestFields.checkTable(request)
        let index = try RequestFields.string(request, "IndexName")
        let condition = try RequestFields.string(request, "KeyConditionExpression")
        let filter = try RequestFields.string(request, "FilterExpression")
        let projection = try RequestFields.string(request, "ProjectionExpression")
        limit = try RequestFields.integer(request, "Limit", atLeast: 1)
        let isConsistent = try RequestFields.bool(request, "ConsistentRead") ?? false
        isForward = try RequestFields.bool(request, "ScanIndexForward") ?? true
        segment = try RequestFields.segment(request)
        countsOnly = try RequestFields.select(request, hasProjection: projection != nil)
        let placeholders = try ExpressionPlaceholders(
            request, hasExpression: condition != nil || filter != nil || projection != nil)
        if isQuery, condition == nil {
            throw .validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
        }
        self.filter = try Self.parse("FilterExpression", filter) { text throws(ExpressionError) in
            try ExpressionParser.condition(text, placeholders)
        }
        self.projection = try Self.parse("ProjectionExpression", projection) { text throws(ExpressionError) in
            try ExpressionParser.projection(text, placeholders)
        }
        let parsed = try Self.parse("KeyConditionExpression", condition) { text throws(ExpressionError) in
            try ExpressionParser.condition(text, placeholders)
        }
        try placeholders.checkAllUsed()
        isIndex = index != nil
        if let index {
            guard index == EmbeddedSchools.indexName else {
                throw .validation("The table does not have the specified index: \(index)")
            }
            if isConsistent { throw .validation("Consistent reads are not supported on global secondary indexes") }
        }
        let schema = index == nil ? EmbeddedSchools.schema : EmbeddedSchools.indexSchema
        keyCondition = try Self.keyCondition(parsed, schema, filter: self.filter)
        startKey = try request.given("ExclusiveStartKey").map { key throws(DynamoDBError) in try Item(of: key) }
        startsAfter = try Self.position(startKey, schema, keyCondition)
    }

    private static func parse<T>(
        _ parameter: String, _ text: String?, _ body: (String) throws(ExpressionError) -> T
    ) throws(DynamoDBError) -> T? {
        guard let text else { return nil }
        do { return try body(text) } catch { throw .expression(parameter, error.message) }
    }

    private static func keyCondition(
        _ condition: Condition?, _ schema: KeySchema, filter: Condition?
    ) throws(DynamoDBError) -> KeyCondition? {
        guard let condition else { return nil }
        if let key = schema.attributes.first(where: { filter?.roots.contains($0.name) == true }) {
            throw .validation(
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: \(key.name)")
        }
        return try KeyCondition(condition, schema: schema)
    }

    /// A start key has the attributes of the table's key and of the index's; it need not be that of an item.
    private static func position(
        _ key: Item?, _ schema: KeySchema, _ condition: KeyCondition?
    ) throws(DynamoDBError) -> KeyPosition? {
        guard let key else { return nil }
        var names = schema.attributes
        if schema.hash.name != EmbeddedSchools.schema.hash.name { names += EmbeddedSchools.schema.attributes }
        let fits = names.allSatisfy { key[$0.name]?.type == $0.type }
        guard key.attributes.count == names.count, fits else {
            throw .validation(
                condition == nil && schema.range == nil
                    ? "The provided starting key is invalid: The provided key element does not match the schema"
                    : "The provided starting key is invalid")
        }
        if let condition {
            let isInside = key[schema.hash.name] == condition.partition && condition.range?.holds(for: key) != false
            guard isInside else {
                throw .validation(
                    "The provided starting key is outside query boundaries based on provided conditions")
            }
        }
        return KeyPosition(key, in: schema, table: EmbeddedSchools.schema)
    }
}
