import Schools

/// The schools of one response: selected, in order, after the cursor, within the limits.
struct SchoolListing {
    let schools: [School]
    /// Whether more schools follow. If so the listing is not empty, and the cursor of its last school says where to go on.
    let hasMore: Bool

    /// `schools` may be in any order and may hold schools that the query does not select; each fits a response by itself. The
    /// listing does not go beyond `end`, after which schools were dropped.
    init(_ schools: some Sequence<School>, _ query: SchoolQuery, end: SchoolCursor? = nil) {
        let order = query.order
        var candidates: [(key: SchoolOrder.Key, school: School)] = []
        for school in schools where query.selects(school) {
            let key = order.key(of: school)
            if let cursor = query.cursor, !order.precedes(cursor.key, cursor.id, key, school.id) { continue }
            if let end, order.precedes(end.key, end.id, key, school.id) { continue }
            candidates.append((key, school))
        }
        candidates.sort { order.precedes($0.key, $0.school.id, $1.key, $1.school.id) }
        var bytes = 0
        let fitting = candidates.prefix(query.limit ?? .max).prefix { candidate in
            bytes += candidate.school.escapedCount + 1
            return bytes <= School.maximumBytes
        }
        self.schools = fitting.map(\.school)
        hasMore = fitting.count < candidates.count || end != nil
    }
}
