import APIGateway
import AWSClient
import Bytes
import Configuration
import JSON
import LambdaRuntime
import Ranking
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
        catalogue.ready.store(listing, query.text)
        return listing
    }

    /// The matches of a question: how many the answer has, and its body.
    func match(_ question: MatchQuestion, deadline: Instant) throws(HTTPError) -> (count: Int, body: [UInt8]) {
        let catalogue = try current(deadline)
        let matcher = Matcher(question, catalogue)
        let ranking = MatchRanking(matcher)
        let missing = ranking.shown.filter { catalogue.card($0) == nil }
        var cards: [Int: [UInt8]] = [:]
        if !missing.isEmpty {
            do {
                cards = try reader.schools(missing, of: catalogue, as: .card, deadline: deadline)
            } catch {
                throw HTTPError(error)
            }
        }
        let body = try matcher.body(of: ranking) { row in
            // A school that is gone by now has no more than its id.
            cards[row] ?? catalogue.card(row).map { [UInt8]($0) }
                ?? Array(JSONValue.object([(School.key, .string(catalogue.id(row)))]).text.utf8)
        }
        return (ranking.count, body)
    }

    /// Returns the school with `id` as the table has it now, or nil.
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
