import Bytes
import Schools

/// The schools of one read of the index or the table: what every filter and order needs of each, and its card.
///
/// The memory grows with the schools and with nothing else. A school takes `rowBytes`, 300; the bytes of its id and its
/// name, some 30, and of its card, some 550; 4 for each of its aircraft, and 4 for each order that was asked for.
final class Catalogue {
    /// The well-formed schools, in the order of reading.
    private(set) var rows: [CatalogueRow] = []
    private var facts: [SchoolFacts] = []
    /// The texts that facts refer to.
    private(set) var texts = FactTexts()
    private var text = ByteBuffer(capacity: 65_536)
    private var orders: [SchoolOrder: [UInt32]] = [:]
    /// Whole schools.
    var whole = WholeSchools()
    /// Listings that were answered.
    var ready = ReadyListings()

    /// Cards are kept up to this many bytes of text.
    static let maximumCardBytes = 64 << 20
    /// The bound on rows and text. Half a million schools are within it.
    static let maximumBytes = 128 << 20

    /// There is no room for another school.
    struct Full: Error, CustomStringConvertible {
        var description: String {
            "the schools take more than the \(Catalogue.maximumBytes >> 20) MiB that are allowed"
        }
    }

    /// The bytes of a school without its text.
    static let rowBytes = MemoryLayout<CatalogueRow>.stride + MemoryLayout<SchoolFacts>.stride

    /// Adds a school, whose JSON is its card; `facts` adds its texts to those that it is given. Returns its row.
    func append(_ school: School, _ facts: (inout FactTexts) -> SchoolFacts) throws(Full) -> Int {
        let start = text.count
        guard start + rows.count * Self.rowBytes < Self.maximumBytes else { throw Full() }
        self.facts.append(facts(&texts))
        text.append(school.id)
        text.append(school.name.text)
        let keepsCard = text.count + school.json.count <= Self.maximumCardBytes
        if keepsCard { text.append(school.json) }
        rows.append(CatalogueRow(school, start: start, cardCount: keepsCard ? school.json.count : 0))
        return rows.count - 1
    }

    /// The id of a row's school.
    func id(_ row: Int) -> String { String(decoding: place(row).id, as: UTF8.self) }

    /// The card of a row's school; nil if it is not kept. It is valid as long as the catalogue lives and is not
    /// changed.
    func card(_ row: Int) -> UnsafeRawBufferPointer? {
        let row = rows[row]
        guard row.cardCount > 0 else { return nil }
        let end = row.start + row.count
        return UnsafeRawBufferPointer(rebasing: text.bytes[(end - Int(row.cardCount))..<end])
    }

    /// Where a row's school stands in `order`. It is valid as long as the catalogue lives and is not changed.
    func place(_ row: Int, in order: SchoolOrder = SchoolOrder()) -> SchoolPlace {
        let row = rows[row]
        let name = row.start + Int(row.idCount)
        return SchoolPlace(
            number: order.number(row),
            name: UnsafeRawBufferPointer(rebasing: text.bytes[name..<(name + Int(row.nameCount))]),
            id: UnsafeRawBufferPointer(rebasing: text.bytes[row.start..<name]))
    }

    /// What matches need of a row's school.
    func facts(_ row: Int) -> SchoolFacts { facts[row] }

    /// All rows in an order. It is made when it is first asked for.
    func rows(in order: SchoolOrder) -> [UInt32] {
        if let known = orders[order] { return known }
        let sorted = rows.indices.map { UInt32($0) }.sorted {
            order.precedes(place(Int($0), in: order), place(Int($1), in: order))
        }
        orders[order] = sorted
        return sorted
    }

    /// Where the page after `cursor` starts in `rows(in: order)`.
    func start(after cursor: SchoolCursor?, in order: SchoolOrder) -> Int {
        cursor?.withPlace { cursor in first(in: order) { order.precedes(cursor, $0) } } ?? 0
    }

    /// The row of the school with that id; nil if there is none.
    func row(of id: String) -> Int? {
        let order = SchoolOrder()
        return SchoolCursor(id: id).withPlace { wanted in
            let sorted = rows(in: order)
            let at = first(in: order) { !order.precedes($0, wanted) }
            guard at < sorted.count, !order.precedes(wanted, place(Int(sorted[at]))) else { return nil }
            return Int(sorted[at])
        }
    }

    /// The first position in an order whose school is in its second part. `isSecond` says which part a place is in.
    private func first(in order: SchoolOrder, where isSecond: (SchoolPlace) -> Bool) -> Int {
        let sorted = rows(in: order)
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(place(Int(sorted[middle]), in: order)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
