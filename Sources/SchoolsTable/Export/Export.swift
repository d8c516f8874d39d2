import Bytes
import Schools

/// Every item of a table, as lines of plain JSON in the order of the ids.
package struct Export {
    package private(set) var schools = 0
    /// The ids of those that `seed` would not take back.
    package private(set) var rejected: [(id: String, reason: String)] = []

    /// Reads the table of `client` and writes it to `file`. `progress` is told how many schools have been read. Throws
    /// `TableFailure` or `CommandFailure`; what has been written then counts for nothing.
    package init(_ client: TableClient, to file: OutputFile, progress: (Int) -> Void) throws {
        let spool = try SortedSpool(in: file.folder)
        var text = ByteBuffer(capacity: 8192)
        try client.scan { item in
            let id = try TableClient.id(of: item)
            text.removeAll(keepingAtMost: 1 << 20)
            PlainWriter.write(item, to: &text)
            try spool.add(UTF8Key(id), text.bytes)
            if let defect = SchoolRules.defect(SchoolLayouts.complete(item)) { rejected.append((id, defect)) }
            progress(spool.count)
        }
        schools = spool.count
        rejected.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        try spool.read { _, line in try file.write(line: line) }
        try file.finish()
    }
}
