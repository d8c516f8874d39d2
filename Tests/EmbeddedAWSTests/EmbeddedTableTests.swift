import AWSClient
import Testing

@testable import EmbeddedAWS

@Suite struct EmbeddedTableTests {
    private func table(_ items: [Item]) throws -> EmbeddedTable {
        try EmbeddedTable("explanations", key: "cacheKey", operations: [.putItem], items: items)
    }

    private func item(_ key: String, _ text: String = "") -> Item { Item([("cacheKey", .s(key)), ("text", .s(text))]) }

    @Test func refusesItemsThatNoTableHolds() throws {
        for items in [[item("a"), item("b"), item("a")], [item("")], [Item([("cacheKey", .bool(true))])], [Item()]] {
            #expect(throws: InvalidItems.self) { try table(items) }
        }
    }

    @Test func anItemHasAtMost400Kilobytes() throws {
        let table = try table([])
        let names = "cacheKeytext".utf8.count + 1
        try table.put(item("a", String(repeating: "x", count: EmbeddedTable.maximumItemBytes - names)))
        let error = #expect(throws: ServiceError.self) {
            try table.put(item("b", String(repeating: "x", count: EmbeddedTable.maximumItemBytes - names + 1)))
        }
        #expect(error?.message == "Item size has exceeded the maximum allowed size")
        #expect(table.row("a") != nil && table.row("b") == nil)
    }

    @Test func anOldItemIsRemovedForANewOneWhenItIsFull() throws {
        let keys = (0..<EmbeddedTable.maximumItems).map { "key \($0)" }
        let table = try table(keys.map { item($0) })
        for new in ["x", "y", "z", "x"] {
            try table.put(item(new))
            #expect(table.row(new) != nil)
        }
        #expect(keys.filter { table.row($0) == nil }.count == 3)
    }
}
