import Foundation
import Testing

@testable import MatchExplainer

@Suite struct MemoryCacheTests {
    @Test func whatIsStoredIsThere() {
        var memory = MemoryCache(seconds: 60)
        #expect(memory["a"] == nil)
        memory.store("x", for: "a")
        memory.store("y", for: "b")
        #expect(memory["a"] == "x" && memory["b"] == "y" && memory["c"] == nil)
        memory.store("z", for: "a")
        #expect(memory["a"] == "z" && memory["a"] == "z")
    }

    @Test func withoutTimeNothingIsRemembered() {
        var memory = MemoryCache(seconds: 0)
        memory.store("x", for: "a")
        #expect(memory["a"] == nil)
    }

    @Test func whatWasUsedLongestAgoGoesFirst() {
        var memory = MemoryCache(seconds: 60)
        for number in 0..<MemoryCache.maximumEntries { memory.store("\(number)", for: "k\(number)") }
        #expect(memory["k0"] == "0")
        memory.store("new", for: "new")
        memory.store("1", for: "k2")
        memory.store("newer", for: "newer")
        #expect(memory["k0"] == "0" && memory["k1"] == nil && memory["k2"] == "1" && memory["k3"] == nil)
        #expect(memory["k4"] == "4" && memory["new"] == "new" && memory["newer"] == "newer")
    }

    @Test func bytesAreBoundedToo() {
        var memory = MemoryCache(seconds: 60)
        let text = String(repeating: "é", count: 5000)
        for number in 0..<300 { memory.store(text, for: "k\(number)") }
        let kept = (0..<300).filter { memory["k\($0)"] != nil }
        #expect(
            kept.count == MemoryCache.maximumBytes / 10_068
                || kept.count == MemoryCache.maximumBytes / 10_067)
        #expect(kept == Array((300 - kept.count)..<300))
        // Storing one key again and again takes its room once.
        for _ in 0..<1000 { memory.store(text, for: "k299") }
        #expect((0..<300).filter { memory["k\($0)"] != nil } == kept)
        memory.store(String(repeating: "x", count: MemoryCache.maximumBytes + 1), for: "huge")
        #expect(memory["huge"] == nil)
    }

    @Test func timeEnds() {
        var memory = MemoryCache(seconds: 3600)
        memory.store("x", for: "a", lifetime: 1)
        memory.store("y", for: "b", lifetime: 7200)
        memory.store("z", for: "c", lifetime: .max)
        memory.store("never", for: "d", lifetime: 0)
        #expect(memory["a"] == "x" && memory["d"] == nil)
        usleep(1_050_000)
        #expect(memory["a"] == nil && memory["b"] == "y" && memory["c"] == "z")
        memory.store("again", for: "a")
        #expect(memory["a"] == "again")
    }
}
