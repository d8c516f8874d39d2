import AWSClient
import Bytes
import JSON
import Schools

extension DynamoDBEndpoint {
    /// AWS's limit for the items of a BatchGetItem.
    private static let maximumBatchBytes = 16 << 20

    func scan(_ table: EmbeddedTable, _ request: DynamoDBRequest, to out: inout ByteBuffer) throws(ServiceError) {
        let isConsistent = try request.bool("ConsistentRead") ?? false
        let source = try source(table, request, isConsistent: isConsistent)
        let start = try request.item("ExclusiveStartKey")
        let page = source.page(after: try Self.startKey(start, source), maximumItems: pageSize)
        let bytes = page.rows.reduce(0) { $0 + $1.content.size }
        meter.count(bytes: bytes, isConsistent: isConsistent, for: .scan)
        out.append("{\"Count\":")
        out.append(decimal: page.rows.count)
        out.append(",\"ScannedCount\":")
        out.append(decimal: page.rows.count)
        out.append(",\"Items\":")
        out.append(jsonArray: page.rows) { $1.append($0.content.wire) }
        if page.hasMore, let last = page.rows.last {
            out.append(",\"LastEvaluatedKey\":")
            source.key(of: last).write(to: &out)
        }
        out.append("}")
    }

    /// Returns what a Scan reads: the table, or the index that it names.
    private func source(
        _ table: EmbeddedTable, _ request: DynamoDBRequest, isConsistent: Bool
    ) throws(ServiceError) -> EmbeddedTable {
        guard let name = try request.string("IndexName") else { return table }
        try index.checkAllows(.scan)
        guard name == CatalogueIndex.name, indexState != .missing else { throw .noIndex(name) }
        guard indexState != .backfilling else { throw .backfilling(name) }
        guard !isConsistent else {
            throw .validation("Consistent reads are not supported on global secondary indexes")
        }
        return index
    }

    private static func startKey(_ key: Item?, _ table: EmbeddedTable) throws(ServiceError) -> String? {
        guard let key else { return nil }
        do { return try table.key(key) } catch {
            throw .validation("The provided starting key is invalid: \(error.message ?? "")")
        }
    }

    func getItem(_ table: EmbeddedTable, _ request: DynamoDBRequest, to out: inout ByteBuffer) throws(ServiceError) {
        guard let key = try request.item("Key") else { throw .missing("key") }
        let content = table.row(try table.key(key))?.content
        meter.count(bytes: content?.size ?? 0, isConsistent: false, for: .getItem)
        out.append(content == nil ? "{" : "{\"Item\":")
        if let content { out.append(content.wire) }
        out.append("}")
    }

    /// Keys stay unprocessed from where the items would be more than `maximumBatchBytes`, and after `pageSize`.
    func batchGetItem(
        _ table: EmbeddedTable, _ request: DynamoDBRequest, to out: inout ByteBuffer
    ) throws(ServiceError) {
        let batch = try request.batch()
        var keys: [String] = []
        for key in batch.keys { keys.append(try table.key(key)) }
        guard Set(keys.map(UTF8Key.init)).count == keys.count else {
            throw .validation("Provided list of item keys contains duplicates")
        }
        var bytes = 0
        var found: [EmbeddedTable.Row] = []
        var processed = 0
        for key in keys.prefix(pageSize) {
            let row = table.row(key)
            let size = row?.content.size ?? 0
            if processed > 0, bytes + size > Self.maximumBatchBytes { break }
            bytes += size
            meter.count(bytes: size, isConsistent: batch.isConsistent, for: .batchGetItem)
            if let row { found.append(row) }
            processed += 1
        }
        // In no order that a caller knows.
        found.sort { $0.position.lexicographicallyPrecedes($1.position) }
        out.append("{\"Responses\":{")
        out.append(jsonString: table.name)
        out.append(":")
        out.append(jsonArray: found) { $1.append($0.content.wire) }
        out.append("},\"UnprocessedKeys\":{")
        if processed < keys.count {
            out.append(jsonString: table.name)
            out.append(batch.isConsistent ? ":{\"ConsistentRead\":true,\"Keys\":" : ":{\"Keys\":")
            out.append(jsonArray: batch.keys[processed...]) { $0.write(to: &$1) }
            out.append("}")
        }
        out.append("}}")
    }
}
