import AWSClient
import Bytes
import LambdaRuntime
import Schools

/// The schools table and what a warm instance keeps of it.
final class SchoolStore {
    private let dynamoDB: DynamoDB
    private let table: String
    private let log: Log
    private var catalogue: Catalogue
    private var decoder = SchoolDecoder()

    /// Listings come from memory for `cacheSeconds` after the table was read; 0 reads it for each.
    init(_ dynamoDB: DynamoDB, table: String, cacheSeconds: Int, log: Log) {
        self.dynamoDB = dynamoDB
        self.table = table
        self.log = log
        catalogue = Catalogue(seconds: cacheSeconds)
    }

    /// The listing that `query` asks for.
    func list(_ query: SchoolQuery, deadline: Instant) throws(AWSError) -> SchoolListing {
        if let read = catalogue.current { return SchoolListing(read.schools, query) }
        let read = try read(for: query, deadline)
        return SchoolListing(read.schools, query, end: read.end)
    }

    /// One school by its id, as the table has it now; nil if there is none.
    func school(id: String, deadline: Instant) throws(AWSError) -> School? {
        var school: School?
        _ = try dynamoDB.getItem(table: table, key: (name: School.key, value: id), deadline: deadline) { reader in
            school = try decoder.decode(&reader)
        }
        return school
    }

    /// Reads the whole table. A malformed item is left out, with a line that names it.
    private func read(for query: SchoolQuery, _ deadline: Instant) throws(AWSError) -> TableRead {
        let start = Instant.now()
        var read = TableRead()
        try dynamoDB.scan(table: table, deadline: deadline) { reader in
            let school = try decoder.decode(&reader)
            if let defect = school.defect {
                log.warn(
                    "a school is left out of listings", ["schoolId": .untrusted(school.id), "cause": .string(defect)])
            } else {
                read.append(school, for: query)
            }
        }
        catalogue.keep(read, from: start)
        return read
    }
}
