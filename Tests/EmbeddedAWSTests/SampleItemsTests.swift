import AWSClient
import Testing

@testable import EmbeddedAWS

@Suite struct SampleItemsTests {
    @Test func makesItemsOfPlainJSON() throws {
        let items = try SampleItems.items(
            Array(
                #"[{"a":1.50,"b":null,"c":[true],"programs":["PPL"]},{},{"programs":["IR","PPL"]}]"#.utf8))
        #expect(items[0]["a"].map { "\($0)" }?.contains("1.50") == true)
        #expect(items[0]["b"] == .null)
        #expect(items[0]["c"] == .l([.bool(true)]))
        #expect(items[0]["programs"] == .l([.s("PPL")]))
        #expect(items[2]["programs"] == .ss(["PPL", "IR"]))
    }
}
