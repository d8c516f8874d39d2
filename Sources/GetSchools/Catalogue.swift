import Schools

/// The schools of one read of the index or the table: what every filter and order needs of each, and its card.
///
/// The memory grows with the schools and with nothing else. A school takes `rowBytes`, 300; the bytes of its id and its
/// name, some 30, and of its card, some 550; 4 for each of its aircraft, and 4 for each order that was asked for. Each type of
/// aircraft is kept once.
final class Catalogue {
    /// The well-formed schools, in the order of reading.
    private(set) var rows = Chunks<CatalogueRow>()
    private var facts = Chunks<SchoolFacts>()
    /// The texts that facts refer to.
    private(set) var texts = FactTexts()
    private var text = TextChunks()
    private var orders: [SchoolOrder: [UInt32]] = [:]
    /// Whole schools.
    var whole = SchoolCache()
    /// Listings that were answered.
    var ready = ListingCache()

    /// Cards are kept up to this many bytes of text.
    static let maximumCardBytes = 64 << 20
    /// The bound on rows and text. Half a million schools are within it.
    static let maximumBytes = 128 << 20
    private let maximumBytes: Int

    /// A catalogue without schools. Tests give it less room.
    init(maximumBytes: Int = Catalogue.maximumBytes) { self.maximumBytes = maximumBytes }

    /// There is no room for another school.
    struct Full: Error {}

    /// The bytes of a school without its text.
    static let rowBytes = MemoryLayout<CatalogueRow>.stride + MemoryLayout<SchoolFacts>.stride

    /// Adds a school, whose JSON is its card; `facts` adds its texts to those that it is given. Returns its row.
    func append(_ school: School, _ facts: (inout FactTexts) -> SchoolFacts) throws(Full) -> Int {
        guard text.bytes + texts.bytes + rows.count * Self.rowBytes < maximumBytes else { throw Full() }
        let (name, id) = (school.name.text.utf8.count, school.id.utf8.count)
        let keepsCard = text.bytes < Self.maximumCardBytes && id + name + school.json.count <= TextChunks.size
        let card = keepsCard ? school.json : []
        let start = SchoolCursor(school).withSortKey { key in
            card.withUnsafeBytes { text.append(key.id, key.name, $0) }
        }
        rows.append(CatalogueRow(school, start: start, cardCount: card.count))
        self.facts.append(facts(&texts))
        return rows.count - 1
    }

    /// The id of a row's school.
    func id(_ row: Int) -> String { String(decoding: sortKey(row).id, as: UTF8.self) }

    /// Returns the card of a row's school, or nil if it is not kept. It must not be used after the catalogue is gone.
    func card(_ row: Int) -> UnsafeRawBufferPointer? {
        let row = rows[row]
        let end = row.start + row.count
        return row.cardCount > 0 ? text.text((end - Int(row.cardCount))..<end) : nil
    }

    /// Returns what a row's school is sorted by in `order`. It must not be used after the catalogue is gone.
    func sortKey(_ row: Int, in order: SchoolOrder = SchoolOrder()) -> SortKey {
        let row = rows[row]
        let name = row.start + Int(row.idCount)
        return SortKey(
            number: order.number(row), name: text.text(name..<(name + Int(row.nameCount))),
            id: text.text(row.start..<name))
    }

    /// What matches need of a row's school.
    func facts(_ row: Int) -> SchoolFacts { facts[row] }

    /// All rows in an order. It is made when it is first asked for.
    func rows(in order: SchoolOrder) -> [UInt32] {
        if let known = orders[order] { return known }
        // The digits of two numbers, or their ids, are looked at only where their approximations are the same.
        let sign = order.isDescending ? -1.0 : 1
        var keys = (0..<rows.count).map { (number: sign * order.number(rows[$0]).approximation, row: UInt32($0)) }
        keys.sort { a, b in
            a.number != b.number
                ? a.number < b.number
                : order.precedes(sortKey(Int(a.row), in: order), sortKey(Int(b.row), in: order))
        }
        let sorted = keys.map(\.row)
        orders[order] = sorted
        return sorted
    }

    /// Where the page after `cursor` starts in `rows(in: order)`.
    func start(after cursor: SchoolCursor?, in order: SchoolOrder) -> Int {
        cursor?.withSortKey { cursor in first(in: order) { order.precedes(cursor, $0) } } ?? 0
    }

    /// Returns the row of the school with `id`, or nil.
    func row(of id: String) -> Int? {
        let order = SchoolOrder()
        return SchoolCursor(id: id).withSortKey { wanted in
            let sorted = rows(in: order)
            let at = first(in: order) { !order.precedes($0, wanted) }
            guard at < sorted.count, !order.precedes(wanted, sortKey(Int(sorted[at]))) else { return nil }
            return Int(sorted[at])
        }
    }

    /// The first position in an order whose school is in its second part. `isSecond` says which part a place is in.
    private func first(in order: SchoolOrder, where isSecond: (SortKey) -> Bool) -> Int {
        let sorted = rows(in: order)
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(sortKey(Int(sorted[middle]), in: order)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
