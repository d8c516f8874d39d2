import APIGateway
import AWSClient
import Bytes
import Configuration
import LambdaRuntime
import Schools

/// Reads the catalogue and whole schools from DynamoDB.
final class CatalogueReader {
    private let dynamoDB: DynamoDB
    private let table: String
    private let log: Log
    private var decoder = SchoolDecoder()
    private let maximumBytes: Int
    private var hasWarned = false

    /// A reader of `table`, for catalogues of at most `maximumBytes`.
    init(_ dynamoDB: DynamoDB, table: String, log: Log, maximumBytes: Int = Catalogue.maximumBytes) {
        self.maximumBytes = maximumBytes
        self.dynamoDB = dynamoDB
        self.table = table
        self.log = log
    }

    /// Reads the index; where it is missing, being made, or denied to the role, the table, with one WARN line an instance.
    func catalogue(deadline: Instant) throws(HTTPError) -> Catalogue {
        do throws(Failure) {
            return try read(index: CatalogueIndex.name, deadline)
        } catch {
            guard case .service(let error) = error, error.isIndexUnavailable else { throw error.httpError }
            let catalogue: Catalogue
            do throws(Failure) { catalogue = try read(index: nil, deadline) } catch { throw error.httpError }
            if !hasWarned {
                log.warn(
                    "the table is read in place of its index, which costs about three times as much",
                    [
                        "index": .string(CatalogueIndex.name), "errorType": .string(error.type),
                        "advice": "deploy the template, which makes the index and allows the role to read it",
                    ])
            }
            hasWarned = true
            return catalogue
        }
    }

    /// Scans the index, or without one the table. A malformed item is left out, with a line that names it.
    private func read(index: String?, _ deadline: Instant) throws(Failure) -> Catalogue {
        let catalogue = Catalogue(maximumBytes: maximumBytes)
        var isFull = false
        do throws(AWSError) {
            try dynamoDB.scan(table: table, index: index, deadline: deadline) { reader in
                let school = try decoder.decode(&reader, as: .card)
                guard !isDefective(school) else { return }
                isFull = true  // unless it is appended
                let row = try catalogue.append(school) { decoder.facts(of: school, &$0) }
                isFull = false
                // What no response holds, or has no JSON form, is not kept: its fetch leaves it out, and names it.
                if index == nil, let whole = decoder.whole, School.fits(whole) {
                    catalogue.whole.store([UInt8](whole), row)
                }
            }
        } catch {
            throw isFull ? .full(maximumBytes) : .service(error)
        }
        return catalogue
    }

    /// Why there is no catalogue.
    private enum Failure: Error {
        case service(AWSError)
        /// The schools do not fit in this many bytes.
        case full(Int)

        var httpError: HTTPError {
            switch self {
            case .service(let error): HTTPError(error)
            case .full(let bytes):
                .internalError(
                    (
                        "the schools do not fit in memory",
                        [
                            "errorType": "CatalogueFull", "limit": .integer(bytes),
                            "advice": "remove schools from the table, or raise Catalogue.maximumBytes and MemorySize",
                        ]
                    ))
            }
        }
    }

    /// Fetches the schools of rows by their ids, at most `DynamoDB.maximumKeys` of them, and keeps those that are whole. One that is
    /// gone, or malformed, is left out.
    func schools(
        _ rows: [Int], of catalogue: Catalogue, as form: SchoolForm, deadline: Instant
    ) throws(AWSError) -> [Int: [UInt8]] {
        let ids = rows.map { catalogue.id($0) }
        let row = Dictionary(zip(ids.map { UTF8Key($0) }, rows)) { first, _ in first }
        var schools: [Int: [UInt8]] = [:]
        try dynamoDB.getItems(table: table, key: School.key, values: ids, deadline: deadline) { reader in
            let school = try decoder.decode(&reader, as: form)
            guard let row = row[UTF8Key(school.id)], !isDefective(school) else { return }
            schools[row] = school.json
            if form == .whole { catalogue.whole.store(school.json, row) }
        }
        return schools
    }

    /// Returns the school with `id` as the table has it now, or nil.
    func school(id: String, deadline: Instant) throws(AWSError) -> School? {
        var school: School?
        _ = try dynamoDB.getItem(table: table, key: (name: School.key, value: id), deadline: deadline) { reader in
            school = try decoder.decode(&reader)
        }
        return school
    }

    private func isDefective(_ school: School) -> Bool {
        guard let defect = school.defect else { return false }
        log.warn("a school is left out of listings", ["schoolId": .untrusted(school.id), "cause": .string(defect)])
        return true
    }
}
