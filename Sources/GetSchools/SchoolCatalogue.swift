import Schools

/// Schools read from the table, as many as memory may hold.
///
/// A table that is larger than `maximumBytes` is read through all the same: of what has been read, the part that the
/// present answer needs is kept, and the rest is dropped. Such a catalogue serves that one answer.
struct SchoolCatalogue {
    private(set) var schools: [School] = []
    private(set) var bytes = 0
    /// Whether it holds all that was read.
    private(set) var isWhole = true
    /// The last place up to which it holds all that the answer may have; nil where nothing behind the answer was dropped.
    private(set) var end: SchoolCursor?

    /// Bytes of schools in one catalogue at most.
    static let maximumBytes = 24 << 20

    mutating func append(_ school: School, for query: SchoolQuery) {
        schools.append(school)
        bytes += Self.weight(school)
        if bytes > Self.maximumBytes { cut(to: query) }
    }

    private mutating func cut(to query: SchoolQuery) {
        let listing = SchoolListing(schools, query, end: end)
        schools = listing.schools
        bytes = schools.reduce(0) { $0 + Self.weight($1) }
        isWhole = false
        if listing.hasMore, let last = schools.last { end = SchoolCursor(last, query.order) }
    }

    /// The memory of a school: its JSON and the struct around it.
    private static func weight(_ school: School) -> Int { school.json.count + 512 }
}
