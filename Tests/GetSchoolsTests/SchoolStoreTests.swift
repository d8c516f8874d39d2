import APIGateway
import AWSClient
import Bytes
import Configuration
import LambdaRuntime
import Support
import Testing

@testable import GetSchools
@testable import Schools

/// What a warm instance keeps, for how long, and from where it reads.
@Suite struct SchoolStoreTests {
    /// A clock that a test sets.
    private final class Clock {
        var milliseconds = 0
        var now: Instant { Instant(nanoseconds: milliseconds * 1_000_000) }
    }

    private let clock = Clock()

    private func store(
        _ table: ScriptedTable, seconds: Int, maximumBytes: Int = Catalogue.maximumBytes, log: Log = Log(descriptor: -1)
    ) throws -> SchoolStore {
        let variables = [
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_ENDPOINT_URL_DYNAMODB": table.server.url,
        ]
        let client = try AWSConfiguration(Environment { variables[$0] }).client(.dynamoDB, retry: .dynamoDB)
        let reader = CatalogueReader(
            DynamoDB(client), table: "flight-schools", log: log, maximumBytes: maximumBytes)
        return SchoolStore(reader, cacheSeconds: seconds) { [clock] in clock.now }
    }

    private func ids(_ store: SchoolStore, _ parameters: KeyValuePairs<String, String> = [:]) throws -> [String] {
        let deadline = Instant.now().advanced(milliseconds: 5000)
        return try Listings.page(try store.list(try Queries.query(parameters), deadline: deadline)).ids
    }

    @Test func aCatalogueIsKeptForItsTimeFromItsStart() throws {
        let table = try ScriptedTable([Items.item("a")])
        let store = try store(table, seconds: 30)
        #expect(try ids(store) == ["a"])
        try table.replace([Items.item("b")])
        clock.milliseconds = 29_999
        #expect(try ids(store, ["fields": "card"]) == ["a"])
        clock.milliseconds = 30_000
        #expect(try ids(store, ["fields": "card"]) == ["b"])
        clock.milliseconds = 59_999
        #expect(try ids(store) == ["b"])
    }

    /// What was answered goes with the catalogue that it was answered from.
    @Test func readyListingsEndWithTheirCatalogue() throws {
        let table = try ScriptedTable([Items.item("a")])
        let store = try store(table, seconds: 30)
        #expect(try ids(store) == ["a"] && ids(store) == ["a"])
        #expect(table.operations == ["Scan", "BatchGetItem"])
        try table.replace([Items.item("b")])
        clock.milliseconds = 30_000
        #expect(try ids(store) == ["b"])
    }

    @Test func nothingIsKeptForZeroSeconds() throws {
        let table = try ScriptedTable([Items.item("a")])
        let store = try store(table, seconds: 0)
        for _ in 0..<2 { #expect(try ids(store, ["fields": "card"]) == ["a"]) }
        #expect(table.operations == ["Scan", "Scan"])
    }

    /// A listing of cards reads nothing of the table; a page of whole schools reads its own, once.
    @Test func whatAListingReads() throws {
        let table = try ScriptedTable((10..<20).map { Items.item("s\($0)") }, pageSize: 100)
        let store = try store(table, seconds: 30)
        #expect(try ids(store, ["fields": "card"]).count == 10 && table.operations == ["Scan"])
        #expect(try ids(store, ["limit": "2"]) == ["s10", "s11"])
        #expect(table.server.requests.last?.text.contains("s11") == true)
        #expect(table.server.requests.last?.text.contains("s12") == false)
        #expect(try ids(store, ["limit": "3"]) == ["s10", "s11", "s12"])
        #expect(table.operations == ["Scan", "BatchGetItem", "BatchGetItem"])
        #expect(table.server.requests.last?.text.contains("s11") == false)
    }

    // MARK: Bounds

    /// More schools than memory may hold are a failure that says so, and not a part of a listing.
    @Test func aCatalogueThatIsFullIsAFailure() throws {
        let table = try ScriptedTable((0..<10).map { Items.item("s\($0)") }, pageSize: 100)
        let bytes = TextChunks.size + 5 * Catalogue.rowBytes
        let error = #expect(throws: HTTPError.self) { try ids(try store(table, seconds: 30, maximumBytes: bytes)) }
        #expect(error?.status == .internalServerError && error?.failure?.message == "the schools do not fit in memory")
        #expect(table.operations == ["Scan"])
        #expect(try ids(try store(table, seconds: 30, maximumBytes: 2 * bytes)).count == 10)
    }

    /// The names of aircraft count as well: a table may have a long one for each school. The same one again is not kept.
    @Test(arguments: [(true, false), (false, true)])
    func longNamesOfAircraftFillACatalogue(areDistinct: Bool, fits: Bool) throws {
        let items = (0..<10).map { number in
            let name = String(repeating: areDistinct ? "\(number)" : "x", count: 300_000)
            return Items.item("s\(number)", ["fleetDetails": ["L": [["M": ["aircraftType": ["S": .string(name)]]]]]])
        }
        let table = try ScriptedTable(items, pageSize: 100)
        let store = try store(table, seconds: 30, maximumBytes: 5 << 20)
        if fits {
            #expect(try ids(store, ["fields": "card", "limit": "2"]).count == 2)
        } else {
            #expect(throws: HTTPError.self) { try ids(store, ["fields": "card", "limit": "2"]) }
        }
        #expect(table.operations == ["Scan"])
    }

    @Test func theCachesAreBounded() throws {
        var whole = SchoolCache()
        for row in 0..<100 { whole.store([UInt8](repeating: 0, count: 1 << 20), row) }
        #expect(whole.bytes <= SchoolCache.maximumBytes && whole[4] != nil && whole[6] == nil && whole[99] == nil)
        var ready = ListingCache()
        for number in 0..<100 {
            var body = ByteBuffer(capacity: 3 << 20)
            body.append([UInt8](repeating: 0, count: 3 << 20))
            ready.store(Listing(etag: "", body: EscapedBody(body)), "limit=\(number)&")
            #expect(ready.bytes <= ListingCache.maximumBytes && ready["limit=\(number)&"] != nil)
        }
        #expect(ready["limit=0&"] == nil)
        ready.store(Listing(etag: "", body: EscapedBody(ByteBuffer())), String(repeating: "x", count: 2000))
        #expect(ready[String(repeating: "x", count: 2000)] == nil)
    }

    /// Beyond the bound of cards a school still takes part in filters and orders, and its card is fetched.
    @Test func aCardThatIsNotKeptIsFetched() throws {
        let catalogue = Catalogue()
        var school = try Items.school("a")
        school.json = [UInt8](repeating: 0, count: Catalogue.maximumCardBytes)
        #expect(try catalogue.append(school) { _ in SchoolFacts() } == 0 && catalogue.card(0) == nil)
        let query = try Queries.query(["fields": "card"])
        let listing = try SchoolListing.write(catalogue, query) { rows throws(AWSError) in
            Dictionary(uniqueKeysWithValues: rows.map { ($0, Array(#"{"schoolId":"fetched"}"#.utf8)) })
        }
        #expect(try Listings.page(listing).ids == ["fetched"])
    }
}
