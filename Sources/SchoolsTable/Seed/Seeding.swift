import AWSClient
import Bytes
import Schools

/// Brings the accepted schools of a plan into the table: asks for those that it has, 100 at a time, and writes those that are
/// new or differ, 25 at a time.
///
/// An item is written whole, by its key: so an interruption leaves no school half written. A second run finds the written
/// ones unchanged and goes on where the first one stopped.
package final class Seeding {
    package private(set) var added = 0
    package private(set) var replaced = 0
    package private(set) var unchanged = 0
    /// Schools that the table is known to hold.
    package var done: Int { added + replaced + unchanged }

    /// Whether anything was sent that may have been written, known or not.
    package private(set) var hasWritten = false

    private let client: TableClient
    private let plan: SeedPlan
    private let text: UnsafeRawBufferPointer
    private let isToStop: () -> Bool
    private var pending: [TableClient.Put] = []
    private var pendingBytes = 0
    private var new: Set<UTF8Key> = []

    /// `text` is that of the plan. `isToStop` is asked between batches.
    package init(
        _ client: TableClient, _ plan: SeedPlan, in text: UnsafeRawBufferPointer, isToStop: @escaping () -> Bool
    ) {
        self.client = client
        self.plan = plan
        self.text = text
        self.isToStop = isToStop
    }

    /// Does all of it; `progress` is told after each batch. Throws `TableFailure`.
    package func run(progress: (Seeding) -> Void) throws(TableFailure) {
        var rest = plan.accepted[...]
        while !rest.isEmpty {
            let chunk = Self.chunk(rest)
            rest = rest.dropFirst(chunk.count)
            // They were read before, and found good.
            let schools = chunk.compactMap {
                SchoolReader.read(UnsafeRawBufferPointer(rebasing: text[$0.range]), $0.form).item
            }
            if isToStop() { throw .interrupted }
            let stored = try client.items(ids: schools.compactMap { $0.string(School.key) })
            for school in schools {
                try compare(school, with: stored)
                progress(self)
            }
        }
        try flush()
    }

    /// As many entries as one request may ask for, and as fit into memory.
    private static func chunk(_ entries: ArraySlice<SchoolsText.Entry>) -> ArraySlice<SchoolsText.Entry> {
        var bytes = 0
        return entries.prefix(DynamoDB.maximumKeys).prefix { entry in
            bytes += entry.range.count
            return bytes == entry.range.count || bytes <= DynamoDB.maximumBatchBytes
        }
    }

    private func compare(_ school: Item, with stored: [UTF8Key: Item]) throws(TableFailure) {
        let id = school.string(School.key) ?? ""
        if let item = stored[UTF8Key(id)] {
            if PlainWriter.comparable(item) == PlainWriter.comparable(school) {
                unchanged += 1
                return
            }
        } else {
            new.insert(UTF8Key(id))
        }
        var wire = ByteBuffer(capacity: 8192)
        school.write(to: &wire)
        if pendingBytes + wire.count > DynamoDB.maximumBatchBytes { try flush() }
        pending.append(TableClient.Put(id: id, wire: wire.array()))
        pendingBytes += wire.count
        if pending.count == DynamoDB.maximumPuts { try flush() }
    }

    private func flush() throws(TableFailure) {
        if isToStop() { throw .interrupted }
        let batch = pending
        hasWritten = hasWritten || !batch.isEmpty
        pending = []
        pendingBytes = 0
        try client.put(batch) { put in
            if new.remove(UTF8Key(put.id)) != nil { added += 1 } else { replaced += 1 }
        }
    }
}
