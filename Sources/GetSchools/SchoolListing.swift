import APIGateway
import AWSClient
import Bytes
import JSON
import Schools

/// Writes one page: schools of the catalogue that a query selects, in order, after its cursor, within its limit and what a
/// response holds.
struct SchoolListing: ~Copyable {
    private static let start: StaticString = #"{\"schools\":["#
    private let catalogue: Catalogue
    private let query: SchoolQuery
    private let order: [UInt32]
    private var at: Int
    private var body = ByteBuffer(capacity: 16_384)
    private var count = 0
    private var last: Int?

    /// Brings schools that are not in memory, in the form of the query, by their rows. One that is gone is not among them.
    typealias Fetch = ([Int]) throws(AWSError) -> [Int: [UInt8]]

    /// Returns the page's response.
    static func write(_ catalogue: Catalogue, _ query: SchoolQuery, _ fetch: Fetch) throws(AWSError) -> Listing {
        var listing = SchoolListing(catalogue, query)
        let hasMore = try listing.appendSchools(fetch)
        return listing.end(hasMore)
    }

    private init(_ catalogue: Catalogue, _ query: SchoolQuery) {
        self.catalogue = catalogue
        self.query = query
        order = catalogue.rows(in: query.order)
        at = catalogue.start(after: query.cursor, in: query.order)
        body.append(Self.start)
    }

    /// The next row that the query selects.
    private mutating func next() -> Int? {
        while at < order.count {
            let row = Int(order[at])
            at += 1
            if query.selects(catalogue.rows[row]) { return row }
        }
        return nil
    }

    /// Returns whether there are more schools than the page holds.
    private mutating func appendSchools(_ fetch: Fetch) throws(AWSError) -> Bool {
        while true {
            let room = (query.limit ?? .max) - count
            guard room > 0 else { return next() != nil }
            var rows: [Int] = []
            while rows.count < min(room, DynamoDB.maximumKeys), let row = next() { rows.append(row) }
            guard !rows.isEmpty else { return false }
            let missing = rows.filter { !isInMemory($0) }
            let fetched = missing.isEmpty ? [:] : try fetch(missing)
            for row in rows {
                guard append(row, fetched) else { return true }
            }
        }
    }

    private func isInMemory(_ row: Int) -> Bool {
        switch query.form {
        case .card: catalogue.card(row) != nil
        case .whole: catalogue.whole[row] != nil
        }
    }

    /// Appends a row's school, if it is still there. Returns whether the page had room for it.
    private mutating func append(_ row: Int, _ fetched: [Int: [UInt8]]) -> Bool {
        if let json = fetched[row] ?? (query.form == .whole ? catalogue.whole[row] : nil) {
            return json.withUnsafeBytes { append(row, $0) }
        }
        return query.form == .card ? catalogue.card(row).map { append(row, $0) } ?? true : true
    }

    private mutating func append(_ row: Int, _ json: UnsafeRawBufferPointer) -> Bool {
        let start = body.count
        if count > 0 { body.append(UInt8(ascii: ",")) }
        body.append(jsonEscaped: json)
        guard body.count - Self.start.utf8CodeUnitCount >= School.maximumBytes else {
            count += 1
            last = row
            return true
        }
        body.truncate(to: start)
        return false
    }

    private consuming func end(_ hasMore: Bool) -> Listing {
        body.append(#"],\"count\":"#)
        body.append(decimal: count)
        if hasMore, let last {
            body.append(#",\"nextCursor\":\""#)
            body.append(SchoolCursor(catalogue.sortKey(last, in: query.order), query.order).text(for: query))
            body.append(#"\""#)
        }
        body.append("}")
        return Listing(etag: ETag.of(body.bytes), body: EscapedBody(body))
    }
}
