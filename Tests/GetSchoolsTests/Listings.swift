import AWSClient
import Bytes
import JSON
import Support

@testable import GetSchools
@testable import Schools

/// Listings of schools that are in memory, without a table.
enum Listings {
    /// A page, read as a caller reads it.
    struct Page {
        let ids: [String]
        let cursor: String?
        let body: JSONValue
    }

    /// A catalogue of `schools`, without cards and whole schools.
    static func catalogue(_ schools: [School]) throws -> Catalogue {
        let catalogue = Catalogue()
        for school in schools {
            var school = school
            school.json = []
            _ = try catalogue.append(school) { _ in SchoolFacts() }
        }
        return catalogue
    }

    /// The page of `schools` that `query` asks for.
    static func page(_ schools: [School], _ query: SchoolQuery) throws -> Page {
        let listing = try SchoolListing.write(try catalogue(schools), query) { rows throws(AWSError) in
            Dictionary(uniqueKeysWithValues: rows.map { ($0, schools[$0].json) })
        }
        return try page(listing)
    }

    static func page(_ listing: Listing) throws -> Page {
        let text = try JSONValue(parsing: [UInt8(ascii: "\"")] + [UInt8](listing.body.bytes) + [UInt8(ascii: "\"")])
        let body = try JSONValue(parsing: Array((text.string ?? "").utf8))
        let ids = (body["schools"]?.array ?? []).compactMap { $0["schoolId"]?.string }
        return Page(ids: ids, cursor: body["nextCursor"]?.string, body: body)
    }

    /// The ids of all schools that `query` selects.
    static func ids(_ schools: [School], _ query: SchoolQuery) throws -> [String] { try page(schools, query).ids }
}

extension SchoolQuery {
    /// Whether a listing holds `school`.
    func selects(_ school: School) -> Bool { selects(CatalogueRow(school, start: 0, cardCount: 0)) }
}

extension SchoolCursor {
    /// The place of `school` in `order`.
    init(_ school: School, _ order: SchoolOrder) throws {
        let catalogue = try Listings.catalogue([school])
        self = withExtendedLifetime(catalogue) { SchoolCursor(catalogue.sortKey(0, in: order), order) }
    }
}
