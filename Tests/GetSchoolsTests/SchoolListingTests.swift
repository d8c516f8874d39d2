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
            let listing = SchoolListing(schools, query)
            pages.append(listing.schools.map(\.id))
            guard listing.hasMore else { return pages }
            let last = try #require(listing.schools.last)
            let cursor = try #require(SchoolCursor(SchoolCursor(last, query.order).text(for: query), for: query))
            query.cursor = cursor
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
            let whole = SchoolListing(schools, query).schools.map(\.id)
            query.limit = limit
            let pages = try pages(schools, query)
            #expect(pages.flatMap { $0 } == whole)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
            // A page that ends exactly at the end has no cursor: nobody asks for an empty one.
            #expect(pages.count == (10 + limit - 1) / limit)
        }
    }

    @Test func anEmptyListingIsWhole() throws {
        let listing = SchoolListing([], try Queries.query())
        #expect(listing.schools.isEmpty && !listing.hasMore)
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
        #expect(SchoolListing(exact, query).schools.count == 2 && !SchoolListing(exact, query).hasMore)
        let over = [Items.school("a", bytes: half), Items.school("b", bytes: School.maximumBytes - half + 1)]
        let listing = SchoolListing(over, query)
        #expect(listing.schools.map(\.id) == ["a"] && listing.hasMore)
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

    // MARK: A read that dropped schools

    @Test func aListingDoesNotGoBeyondTheEnd() throws {
        let schools = try schools(10..<15)
        let end = SchoolCursor(schools[2], SchoolOrder())
        let listing = SchoolListing(schools, try Queries.query(), end: end)
        #expect(listing.schools.map(\.id) == ["s10", "s11", "s12"] && listing.hasMore)
    }
}
