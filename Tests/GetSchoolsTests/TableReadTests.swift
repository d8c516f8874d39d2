import Support
import Testing

@testable import GetSchools
@testable import Schools

/// Reading a table that is larger than memory may hold.
@Suite struct TableReadTests {
    /// Reads `schools` in this order, as a Scan would bring them.
    private func read(_ schools: [School], _ query: SchoolQuery) -> TableRead {
        var read = TableRead()
        for school in schools { read.append(school, for: query) }
        return read
    }

    private func schools(_ sizes: [Int]) -> [School] {
        sizes.enumerated().map { Items.school(String(10_000 + $0.offset), bytes: $0.element) }
    }

    @Test func aTableThatFitsIsWhole() throws {
        let read = self.read(schools(Array(repeating: 1 << 20, count: 23)), try Queries.query())
        #expect(read.isWhole && read.end?.id == nil && read.schools.count == 23)
        #expect(read.bytes > 23_000_000 && read.bytes <= TableRead.maximumBytes)
    }

    @Test func aTableThatDoesNotIsCut() throws {
        let read = self.read(schools(Array(repeating: 1 << 20, count: 40)), try Queries.query())
        #expect(!read.isWhole && read.end?.id == "10004" && read.bytes <= TableRead.maximumBytes)
    }

    /// A cut drops what other queries would need, but says that there is more only where there is.
    @Test func theLastPageOfALargeTableIsTheLast() throws {
        let schools = schools(Array(repeating: 1 << 20, count: 40))
        var query = try Queries.query()
        query.cursor = SchoolCursor(schools[37], query.order)
        let read = self.read(schools, query)
        let listing = SchoolListing(read.schools, query, end: read.end)
        #expect(!read.isWhole && read.end?.id == nil)
        #expect(listing.schools.map(\.id) == ["10038", "10039"] && !listing.hasMore)
    }

    /// Whatever the order of arrival and the sizes, the pages together are the table, each school once.
    @Test(arguments: [1, 2, 3, 4, 5]) func theWholeTableComesPageByPage(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let sizes = (0..<90).map { _ in
            Bool.random(using: &chance)
                ? Int.random(in: 200...5000, using: &chance) : Int.random(in: 300_000...3_000_000, using: &chance)
        }
        let table = schools(sizes)
        var query = try Queries.query()
        var ids: [String] = []
        var pages = 0
        while pages < 100 {
            let read = self.read(table.shuffled(using: &chance), query)
            let listing = SchoolListing(read.schools, query, end: read.end)
            ids += listing.schools.map(\.id)
            pages += 1
            guard listing.hasMore else { break }
            query.cursor = SchoolCursor(try #require(listing.schools.last), query.order)
        }
        #expect(ids == table.map(\.id) && (10..<100).contains(pages))
    }
}
