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

    private func read(_ id: String, bytes: Int = 300, count: Int = 1) -> TableRead {
        var read = TableRead()
        for _ in 0..<count { read.append(Items.school(id, bytes: bytes), for: SchoolQuery()) }
        return read
    }

    @Test func aReadIsKeptForItsTimeFromItsStart() {
        var catalogue = catalogue(seconds: 30)
        clock.milliseconds = 5000
        catalogue.keep(read("a"), from: Instant(nanoseconds: 2_000_000_000))
        clock.milliseconds = 31_999
        #expect(catalogue.current?.schools.first?.id == "a")
        clock.milliseconds = 32_000
        #expect(catalogue.current?.bytes == nil)
        clock.milliseconds = 10_000
        #expect(catalogue.current?.bytes == nil)
    }

    @Test func nothingIsKeptForZeroSeconds() {
        var catalogue = catalogue(seconds: 0)
        catalogue.keep(read("a"), from: clock.now)
        #expect(catalogue.current?.bytes == nil)
    }

    @Test func aNewReadReplacesTheOldOne() {
        var catalogue = catalogue(seconds: 30)
        catalogue.keep(read("a"), from: clock.now)
        clock.milliseconds = 29_000
        catalogue.keep(read("b"), from: clock.now)
        clock.milliseconds = 31_000
        #expect(catalogue.current?.schools.map(\.id) == ["b"])
    }

    /// The part of a large table that one page needs serves no other query.
    @Test func memoryIsBoundedAndAPartIsNotKept() {
        var catalogue = catalogue(seconds: 30)
        catalogue.keep(read("a", bytes: 1 << 20, count: 23), from: clock.now)
        #expect(catalogue.current?.schools.count == 23)
        let large = read("b", bytes: 1 << 20, count: 24)
        #expect(!large.isWhole)
        catalogue.keep(large, from: clock.now)
        #expect(catalogue.current?.schools.first?.id == "a")
    }
}
