import Bytes
import Support
import Testing

@testable import GetSchools

@Suite struct SchoolCacheTests {
    /// A clock that a test sets.
    private final class Clock {
        var milliseconds = 0
        var now: Instant { Instant(nanoseconds: milliseconds * 1_000_000) }
    }

    private let clock = Clock()

    private func cache(seconds: Int) -> SchoolCache { SchoolCache(seconds: seconds) { [clock] in clock.now } }

    private func catalogue(_ id: String, bytes: Int = 300) -> SchoolCatalogue {
        var catalogue = SchoolCatalogue()
        catalogue.append(Items.school(id, bytes: bytes), for: SchoolQuery())
        return catalogue
    }

    @Test func anEntryLivesForItsTimeFromTheStartOfItsRead() {
        var cache = cache(seconds: 30)
        clock.milliseconds = 5000
        cache.store(catalogue("a"), for: .everything, at: Instant(nanoseconds: 2_000_000_000))
        clock.milliseconds = 31_999
        #expect(cache[.everything]?.schools.first?.id == "a")
        clock.milliseconds = 32_000
        #expect(cache[.everything]?.bytes == nil)
        clock.milliseconds = 10_000
        #expect(cache[.everything]?.bytes == nil)
    }

    @Test func nothingIsRememberedForZeroSeconds() {
        var cache = cache(seconds: 0)
        cache.store(catalogue("a"), for: .everything, at: clock.now)
        #expect(cache[.everything]?.bytes == nil)
    }

    @Test func keysAreKeptApart() {
        var cache = cache(seconds: 30)
        cache.store(catalogue("a"), for: .unindexed, at: clock.now)
        cache.store(catalogue("b"), for: .filtered("CA|"), at: clock.now)
        #expect(cache[.unindexed]?.schools.first?.id == "a" && cache[.filtered("CA|")]?.schools.first?.id == "b")
        #expect(cache[.everything]?.bytes == nil && cache[.filtered("TX|")]?.bytes == nil)
    }

    @Test func aNewReadReplacesTheOldOne() {
        var cache = cache(seconds: 30)
        cache.store(catalogue("a"), for: .everything, at: clock.now)
        clock.milliseconds = 29_000
        cache.store(catalogue("b"), for: .everything, at: clock.now)
        clock.milliseconds = 31_000
        #expect(cache[.everything]?.schools.map(\.id) == ["b"])
    }

    @Test func theOldestGoesFirst() {
        var cache = cache(seconds: 30)
        for number in 0...SchoolCache.maximumEntries {
            cache.store(catalogue("s"), for: .filtered("\(number)"), at: clock.now)
        }
        #expect(cache[.filtered("0")]?.bytes == nil && cache[.filtered("1")]?.bytes != nil)
        #expect(cache[.filtered("\(SchoolCache.maximumEntries)")]?.bytes != nil)
    }

    @Test func memoryIsBounded() {
        var cache = cache(seconds: 30)
        let size = SchoolCache.maximumBytes / 4
        for number in 0..<5 {
            cache.store(catalogue("s", bytes: size), for: .filtered("\(number)"), at: clock.now)
        }
        #expect((0..<5).map { cache[.filtered("\($0)")] != nil } == [false, false, true, true, true])
    }
}
