import Schools

/// The schools of one read of the table, as many as memory may hold.
///
/// Larger tables are still read to the end, keeping only what this query's page can need.
struct TableRead {
    private(set) var schools: [School] = []
    private(set) var bytes = 0
    /// Whether it holds all that was read.
    private(set) var isWhole = true
    /// Set once schools were dropped: the cursor of the last school kept. Every school up to it is present.
    private(set) var end: SchoolCursor?

    /// The bound on `bytes`.
    static let maximumBytes = 24 << 20

    /// Adds a school. Beyond `maximumBytes`, drops what the page of `query` cannot need.
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
