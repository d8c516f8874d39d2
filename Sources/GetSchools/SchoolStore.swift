import AWSClient
import Bytes
import JSON
import LambdaRuntime
import Schools

/// The schools table: which reads answer a query, and what a warm instance remembers of them.
final class SchoolStore {
    private let dynamoDB: DynamoDB
    private let table: String
    private let log: Log
    private var cache: SchoolCache
    private var decoder = SchoolDecoder()

    static let stateIndex = "StateIndex"

    /// Listings are answered from memory for `cacheSeconds` after they were read; 0 turns that off.
    init(_ dynamoDB: DynamoDB, table: String, cacheSeconds: Int, log: Log) {
        self.dynamoDB = dynamoDB
        self.table = table
        self.log = log
        cache = SchoolCache(seconds: cacheSeconds)
    }

    /// The listing that `query` asks for. Throws `AWSError`.
    func list(_ query: SchoolQuery, deadline: Instant) throws -> SchoolListing {
        if let everything = cache[.everything] { return SchoolListing(everything.schools, query) }
        guard let state = query.filter.state else {
            let condition = query.filter.condition
            let catalogue = try read(
                condition == nil ? .everything : .filtered(query.filter.identity), .scan(table, filter: condition),
                query, deadline)
            return SchoolListing(catalogue.schools, query, end: catalogue.end)
        }
        // First what the index cannot see: a school that enters the index in between comes twice, not never.
        let unindexed = try read(.unindexed, .scan(table, filter: Self.isUnindexed), query, deadline)
        let key = DynamoDB.Condition("#state = :state", values: [SchoolFilter.string(":state", state)])
        let indexed = try read(
            .filtered(query.filter.identity),
            .query(table, index: Self.stateIndex, key: key, filter: query.filter.condition), query, deadline)
        let known = Set(indexed.schools.map(\.id))
        return SchoolListing(
            indexed.schools + unindexed.schools.filter { !known.contains($0.id) }, query,
            end: query.order.earlier(indexed.end, unindexed.end))
    }

    /// One school by its id, as the table has it now; nil if there is none. Throws `AWSError`.
    func school(id: String, deadline: Instant) throws -> School? {
        var school: School?
        _ = try dynamoDB.getItem(table: table, key: (name: "schoolId", value: id), deadline: deadline) { reader in
            school = try decoder.decode(&reader)
        }
        return school
    }

    /// What the index cannot see: it holds the items that have both its keys, each of the right type.
    private static let isUnindexed = DynamoDB.Condition(
        "NOT attribute_type(#state, :string) OR NOT attribute_type(#avgRating, :number)",
        values: [SchoolFilter.string(":string", "S"), SchoolFilter.string(":number", "N")])

    /// The schools of one read: remembered, or read now. A malformed item is left out, with a line that names it.
    private func read(
        _ key: SchoolCache.Key, _ read: DynamoDB.Read, _ query: SchoolQuery, _ deadline: Instant
    ) throws -> SchoolCatalogue {
        if let remembered = cache[key] { return remembered }
        let start = Instant.now()
        var catalogue = SchoolCatalogue()
        try dynamoDB.readAll(read, deadline: deadline) { reader in
            let school = try decoder.decode(&reader)
            if let defect = school.defect {
                log.warn(
                    "a school is left out of listings", ["schoolId": .untrusted(school.id), "cause": .string(defect)])
            } else {
                catalogue.append(school, for: query)
            }
        }
        if catalogue.isWhole { cache.store(catalogue, for: key, at: start) }
        return catalogue
    }
}
