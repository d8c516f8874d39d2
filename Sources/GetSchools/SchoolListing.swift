import Schools

/// The part of a set of schools that one answer holds: selected, in order, behind the cursor, within the limits.
struct SchoolListing {
    let schools: [School]
    /// Whether there is more behind it. Then it is not empty, so that a cursor can say where to go on.
    let hasMore: Bool

    /// `schools` may be in any order, and may hold others than the ones asked for; each fits an answer by itself. Where
    /// schools behind `end` were dropped, the listing does not go beyond it.
    init(_ schools: some Sequence<School>, _ query: SchoolQuery, end: SchoolCursor? = nil) {
        let order = query.order
        var candidates: [(key: SchoolOrder.Key, school: School)] = []
        for school in schools where query.filter.matches(school) {
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
