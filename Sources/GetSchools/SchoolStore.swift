import APIGateway
import AWSClient
import Bytes
import Configuration
import LambdaRuntime
import Schools

/// The schools table and what a warm instance keeps of it.
final class SchoolStore {
    private let reader: CatalogueReader
    private let milliseconds: Int
    private let now: () -> Instant
    private var catalogue: Catalogue?
    private var expires = Instant(nanoseconds: 0)

    /// Listings come from memory for `cacheSeconds` after the catalogue was read; 0 reads it for each. `now` is the clock.
    init(_ reader: CatalogueReader, cacheSeconds: Int, now: @escaping () -> Instant = Instant.now) {
        self.reader = reader
        milliseconds = cacheSeconds * 1000
        self.now = now
    }

    /// The listing that `query` asks for.
    func list(_ query: SchoolQuery, deadline: Instant) throws(HTTPError) -> Listing {
        let catalogue = try current(deadline)
        if let ready = catalogue.ready[query.text] { return ready }
        let listing: Listing
        do {
            listing = try SchoolListing.write(catalogue, query) { rows throws(AWSError) in
                try reader.schools(rows, of: catalogue, as: query.form, deadline: deadline)
            }
        } catch {
            throw HTTPError(error)
        }
        catalogue.ready.keep(listing, query.text)
        return listing
    }

    /// One school by its id, as the table has it now; nil if there is none.
    func school(id: String, deadline: Instant) throws(HTTPError) -> School? {
        do { return try reader.school(id: id, deadline: deadline) } catch { throw HTTPError(error) }
    }

    /// The catalogue, which is read where none is kept or its time is over. The old one goes first: memory never holds two.
    private func current(_ deadline: Instant) throws(HTTPError) -> Catalogue {
        if let catalogue, now() < expires { return catalogue }
        catalogue = nil
        let start = now()
        let read = try reader.catalogue(deadline: deadline)
        if milliseconds > 0 {
            catalogue = read
            expires = start.advanced(milliseconds: milliseconds)
        }
        return read
    }
}
