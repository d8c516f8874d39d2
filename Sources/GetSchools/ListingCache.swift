import APIGateway

/// A cache of responses to `GET /schools`, by the texts of their queries, up to a bound.
struct ListingCache {
    private var listings: [String: Listing] = [:]
    private(set) var bytes = 0

    /// The bound on `bytes`.
    static let maximumBytes = 4 << 20
    /// The longest text of a query that is kept. Only a cursor of a very long id is longer.
    static let maximumKeyBytes = 1024

    /// The listing that a query with this text got.
    subscript(query: String) -> Listing? { listings[query] }

    /// Stores a listing. If there is no room, all others are dropped.
    mutating func store(_ listing: Listing, _ query: String) {
        let size = listing.body.count + query.utf8.count + 256
        guard size <= Self.maximumBytes, query.utf8.count <= Self.maximumKeyBytes else { return }
        if bytes + size > Self.maximumBytes {
            listings = [:]
            bytes = 0
        }
        if listings.updateValue(listing, forKey: query) == nil { bytes += size }
    }
}

/// One response to `GET /schools`.
struct Listing {
    let etag: String
    let body: EscapedBody
}
