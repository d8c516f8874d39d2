import Support
import Testing

@testable import GetSchools
@testable import Schools

/// Reading a table that is larger than memory may hold.
@Suite struct SchoolCatalogueTests {
    /// Reads `schools` in this order, as a Scan would bring them.
    private func read(_ schools: [School], _ query: SchoolQuery) -> SchoolCatalogue {
        var catalogue = SchoolCatalogue()
        for school in schools { catalogue.append(school, for: query) }
        return catalogue
    }

    private func schools(_ sizes: [Int]) -> [School] {
        sizes.enumerated().map { Items.school(String(10_000 + $0.offset), bytes: $0.element) }
    }

    @Test func aTableThatFitsIsWhole() {
        let catalogue = read(schools(Array(repeating: 1 << 20, count: 23)), SchoolQuery())
        #expect(catalogue.isWhole && catalogue.end?.id == nil && catalogue.schools.count == 23)
        #expect(catalogue.bytes > 23_000_000 && catalogue.bytes <= SchoolCatalogue.maximumBytes)
    }

    @Test func aTableThatDoesNotIsCut() {
        let catalogue = read(schools(Array(repeating: 1 << 20, count: 40)), SchoolQuery())
        #expect(!catalogue.isWhole && catalogue.end?.id == "10004" && catalogue.bytes <= SchoolCatalogue.maximumBytes)
    }

    /// A cut drops what other queries would need, but says that there is more only where there is.
    @Test func theLastPageOfALargeTableIsTheLast() {
        let schools = schools(Array(repeating: 1 << 20, count: 40))
        var query = SchoolQuery()
        query.cursor = SchoolCursor(schools[37], query.order)
        let catalogue = read(schools, query)
        let listing = SchoolListing(catalogue.schools, query, end: catalogue.end)
        #expect(!catalogue.isWhole && catalogue.end?.id == nil)
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
        var query = SchoolQuery()
        var ids: [String] = []
        var pages = 0
        while pages < 100 {
            let catalogue = read(table.shuffled(using: &chance), query)
            let listing = SchoolListing(catalogue.schools, query, end: catalogue.end)
            ids += listing.schools.map(\.id)
            pages += 1
            guard listing.hasMore else { break }
            query.cursor = SchoolCursor(try #require(listing.schools.last), query.order)
        }
        #expect(ids == table.map(\.id) && (10..<100).contains(pages))
    }
}
