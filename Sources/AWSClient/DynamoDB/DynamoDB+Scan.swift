import Bytes
import JSON

extension DynamoDB {
    /// Scans the whole table, or an index of it, to its last page, however many pages are empty, and calls `item` for each
    /// item.
    package func scan(
        table: String, index: String? = nil, deadline: Instant, _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) {
        var position = ScanPosition()
        repeat {
            try scanPage(table: table, index: index, at: &position, deadline: deadline, item)
        } while !position.isEnd
    }

    /// Scans the page at `position`, calls `item` for each item, and moves `position` to the next page or the end. A read of an
    /// index cannot be consistent.
    package func scanPage(
        table: String, index: String? = nil, isConsistent: Bool = false, at position: inout ScanPosition,
        deadline: Instant,
        _ item: (inout JSONReader) throws -> Void
    ) throws(AWSError) {
        var body: [(name: String, value: JSONValue)] = [("TableName", .string(table))]
        if let index { body.append(("IndexName", .string(index))) }
        if isConsistent { body.append(("ConsistentRead", true)) }
        if let key = position.startKey { body.append(("ExclusiveStartKey", key)) }
        var next: JSONValue?
        do {
            try send("Scan", .object(body), deadline) { member, reader in
                switch member {
                case "Items": try reader.readArray(item)
                case "LastEvaluatedKey": next = try JSONValue(reading: &reader)
                default: try reader.skipValue()
                }
            }
        } catch {
            throw index == nil ? error : error.ofIndex
        }
        guard position.move(to: next) else {
            throw Self.malformed(
                "Scan", "its LastEvaluatedKey is not a key, or has come before: the pages would never end")
        }
    }
}

extension AWSError {
    /// The error of a read of an index. What denies the index, or does not find it, may be right for the table: a read of
    /// that will tell.
    fileprivate var ofIndex: AWSError {
        var error = self
        if ["AccessDeniedException", "ResourceNotFoundException"].contains(type) { error.isIndexUnavailable = true }
        return error
    }
}
