import AWSClient
import Bytes

/// One page of a Scan or Query, read as DynamoDB does: items are taken in order up to a bound, then filtered.
struct Page {
    /// The bound on the items' own sizes, before the filter.
    static let maximumBytes = 1 << 20

    private(set) var items: [StoredItem] = []
    private(set) var scanned = 0
    /// Where the next page starts; nil if there is none.
    private(set) var lastEvaluated: StoredItem?

    /// `pageSize` is a further bound on the items taken, which counts as if a page's bytes were full.
    init(_ request: PageRequest, of table: EmbeddedSchools, pageSize: Int?) {
        let all = request.isIndex ? table.index : table.items
        var previous: StoredItem?
        var bytes = 0
        for stored in request.isForward ? all : all.reversed() where Self.isInside(stored, request) {
            if let previous, bytes + stored.size > Self.maximumBytes || scanned == pageSize ?? .max {
                lastEvaluated = previous
                return
            }
            bytes += stored.size
            scanned += 1
            previous = stored
            if request.filter?.holds(for: stored.item) != false { items.append(stored) }
            // At its limit DynamoDB does not look whether there is more.
            if scanned == request.limit {
                lastEvaluated = stored
                return
            }
        }
    }

    private static func isInside(_ stored: StoredItem, _ request: PageRequest) -> Bool {
        if let condition = request.keyCondition {
            guard stored.item[request.schema.hash.name] == condition.partition,
                condition.range?.holds(for: stored.item) != false
            else { return false }
        }
        if let segment = request.segment, stored.position.segment(of: segment.of) != segment.number { return false }
        guard let start = request.startsAfter else { return true }
        return request.isForward ? start < stored.position : stored.position < start
    }

    /// Appends the answer's JSON.
    func write(_ request: PageRequest, to out: inout ByteBuffer) {
        out.append("{\"Count\":")
        out.append(decimal: items.count)
        out.append(",\"ScannedCount\":")
        out.append(decimal: scanned)
        if !request.countsOnly {
            out.append(",\"Items\":[")
            for (index, stored) in items.enumerated() {
                if index > 0 { out.append(",") }
                if let projection = request.projection {
                    projection.apply(to: stored.item).write(to: &out)
                } else {
                    out.append(stored.wire)
                }
            }
            out.append("]")
        }
        if let last = lastEvaluated {
            out.append(",\"LastEvaluatedKey\":")
            key(of: last.item, request).write(to: &out)
        }
        out.append("}")
    }

    /// Of an index: its own attributes and the table's.
    private func key(of item: Item, _ request: PageRequest) -> Item {
        let own = EmbeddedSchools.schema.key(of: item) ?? Item()
        guard request.isIndex, let indexed = request.schema.key(of: item) else { return own }
        return Item(own.attributes + indexed.attributes)
    }
}
