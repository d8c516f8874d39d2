import Testing

@testable import AWSClient
@testable import EmbeddedAWS
@testable import SchoolsTable
@testable import Terminal

@Suite struct ComparisonTests {
    private func compare(_ first: String, _ second: String) throws -> Comparison {
        func items(_ text: String) throws -> [Item] { try SampleItems.items(Array(text.utf8)) }
        return try Comparison(first: { try items(first).forEach($0) }, second: { try items(second).forEach($0) })
    }

    @Test func countsAndNames() throws {
        let first =
            #"[{"schoolId":"same","n":1.0,"m":{"a":1,"b":2}},{"schoolId":"differs","n":1},{"schoolId":"z"},{"schoolId":"a"}]"#
        let second = #"[{"schoolId":"differs","n":"1"},{"m":{"b":2,"a":1},"n":1,"schoolId":"same"},{"schoolId":"new"}]"#
        let comparison = try compare(first, second)
        #expect(comparison.same == 1 && comparison.different == ["differs"])
        #expect(comparison.onlyInFirst == ["a", "z"] && comparison.onlyInSecond == ["new"])
        #expect(try compare("[]", "[]").same == 0)
        #expect(throws: CommandFailure.self) { try compare(#"[{"id":1}]"#, "[]") }
    }
}
