import Bytes
import Support
import Testing

@testable import GetSchools

@Suite struct CatalogueTests {
    /// A clock that a test sets.
    private final class Clock {
        var milliseconds = 0
        var now: Instant { Instant(nanoseconds: milliseconds * 1_000_000) }
    }

    private let clock = Clock()

    private func catalogue(seconds: Int) -> Catalogue { Catalogue(seconds: seconds) { [clock] in clock.now } }

    private func read(_ id: String, bytes: Int = 300, count: Int = 1) throws -> TableRead {
        var read = TableRead()
        let query = try Queries.query()
        for _ in 0..<count { read.append(Items.school(id, bytes: bytes), for: query) }
        return read
    }

    @Test func aReadIsKeptForItsTimeFromItsStart() throws {
        var catalogue = catalogue(seconds: 30)
        clock.milliseconds = 5000
        catalogue.keep(try read("a"), from: Instant(nanoseconds: 2_000_000_000))
        clock.milliseconds = 31_999
        #expect(catalogue.current?.schools.first?.id == "a")
        clock.milliseconds = 32_000
        #expect(catalogue.current?.bytes == nil)
        clock.milliseconds = 10_000
        #expect(catalogue.current?.bytes == nil)
    }

    @Test func nothingIsKeptForZeroSeconds() throws {
        var catalogue = catalogue(seconds: 0)
        catalogue.keep(try read("a"), from: clock.now)
        #expect(catalogue.current?.bytes == nil)
    }

    @Test func aNewReadReplacesTheOldOne() throws {
        var catalogue = catalogue(seconds: 30)
        catalogue.keep(try read("a"), from: clock.now)
        clock.milliseconds = 29_000
        catalogue.keep(try read("b"), from: clock.now)
        clock.milliseconds = 31_000
        #expect(catalogue.current?.schools.map(\.id) == ["b"])
    }

    /// The part of a large table that one page needs serves no other query.
    @Test func memoryIsBoundedAndAPartIsNotKept() throws {
        var catalogue = catalogue(seconds: 30)
        catalogue.keep(try read("a", bytes: 1 << 20, count: 23), from: clock.now)
        #expect(catalogue.current?.schools.count == 23)
        let large = try read("b", bytes: 1 << 20, count: 24)
        #expect(!large.isWhole)
        catalogue.keep(large, from: clock.now)
        #expect(catalogue.current?.schools.first?.id == "a")
    }
}
