import AWSClient
import Support
import Testing

@testable import GetSchools
@testable import Schools

@Suite struct SchoolListingTests {
    /// All pages of a listing, each one asked for with the cursor of the one before, as text.
    private func pages(
        _ schools: [School], _ query: SchoolQuery, change: (Int, inout [School]) throws -> Void = { _, _ in }
    ) throws -> [[String]] {
        var pages: [[String]] = []
        var query = query
        var schools = schools
        repeat {
            let page = try Listings.page(schools, query)
            pages.append(page.ids)
            #expect(page.body["count"]?.integer == page.ids.count)
            guard let cursor = page.cursor else { return pages }
            let place = try #require(SchoolCursor(cursor, for: query))
            query.cursor = place
            try change(pages.count, &schools)
        } while pages.count < 1000
        Issue.record("the pages do not end")
        return pages
    }

    private func schools(_ ids: some Sequence<Int>) throws -> [School] {
        try ids.map { try Items.school("s\($0)", name: "\($0 % 3)", ["avgRating": Items.number("\($0 % 2)")]) }
    }

    @Test(arguments: [1, 2, 3, 7, 9, 10, 11, 1000]) func everySchoolIsOnOnePage(limit: Int) throws {
        let schools = try schools(0..<10)
        for name in SchoolOrder.names + [""] {
            var query = try Queries.sorted(name)
            let whole = try Listings.ids(schools, query)
            query.limit = limit
            let pages = try pages(schools, query)
            #expect(pages.flatMap { $0 } == whole)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
            // A page that ends exactly at the end has no cursor: nobody asks for an empty one.
            #expect(pages.count == (10 + limit - 1) / limit)
        }
    }

    @Test func anEmptyListingIsWhole() throws {
        let page = try Listings.page([], try Queries.query())
        #expect(page.ids.isEmpty && page.cursor == nil)
    }

    /// Schools come and go between the pages: none twice, and none is skipped that was there all along.
    @Test func pagesStayRightWhenTheTableChanges() throws {
        var query = try Queries.query()
        query.limit = 3
        let pages = try pages(try schools(10..<20), query) { page, schools in
            schools.removeAll { $0.id == "s12" || $0.id == "s17" }
            schools.append(try Items.school("s1\(page)x"))
            schools.append(try Items.school("s00\(page)"))
        }
        let ids = pages.flatMap { $0 }
        #expect(Set(ids).count == ids.count)
        for id in [10, 11, 13, 14, 15, 16, 18, 19] { #expect(ids.contains("s\(id)")) }
    }

    // MARK: The size of a response

    @Test func schoolsThatFitExactlyAreOneResponse() throws {
        let query = try Queries.query()
        let half = School.maximumBytes / 2
        let exact = [Items.school("a", bytes: half), Items.school("b", bytes: School.maximumBytes - half)]
        #expect(try pages(exact, query) == [["a", "b"]])
        let over = [Items.school("a", bytes: half), Items.school("b", bytes: School.maximumBytes - half + 1)]
        #expect(try pages(over, query) == [["a"], ["b"]])
    }

    @Test func aSmallSchoolDoesNotOvertakeALargeOne() throws {
        let schools = [
            Items.school("a", bytes: 4 << 20), Items.school("b", bytes: 4 << 20), Items.school("c", bytes: 200),
        ]
        #expect(try pages(schools, try Queries.query()) == [["a"], ["b", "c"]])
    }

    @Test func limitAndSizeBothCount() throws {
        let schools = (0..<6).map { Items.school("s\($0)", bytes: 2 << 20) }
        var query = try Queries.query()
        query.limit = 5
        #expect(try pages(schools, query).map(\.count) == [2, 2, 2])
        query.limit = 1
        #expect(try pages(schools, query).map(\.count) == [1, 1, 1, 1, 1, 1])
    }

    // MARK: Schools that are gone

    /// A school that was in the index and is not in the table is left out, and the next one fills in.
    @Test(arguments: [1, 2, 3, 10]) func theNextSchoolFillsIn(limit: Int) throws {
        let schools = try schools(10..<20)
        let gone = ["s10", "s13", "s14", "s19"]
        let catalogue = try Listings.catalogue(schools)
        var query = try Queries.query()
        query.limit = limit
        var ids: [String] = []
        while true {
            let listing = try SchoolListing.write(catalogue, query) { rows throws(AWSError) in
                let there = rows.filter { !gone.contains(schools[$0].id) }
                return Dictionary(uniqueKeysWithValues: there.map { ($0, schools[$0].json) })
            }
            let page = try Listings.page(listing)
            ids += page.ids
            guard let cursor = page.cursor else { break }
            #expect(page.ids.count == limit)
            let place = try #require(SchoolCursor(cursor, for: query))
            query.cursor = place
        }
        #expect(ids == schools.map(\.id).filter { !gone.contains($0) })
    }
}
