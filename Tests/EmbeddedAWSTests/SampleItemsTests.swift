import AWSClient
import Bytes
import Testing

@testable import EmbeddedAWS

@Suite struct SampleItemsTests {
    @Test func makesItemsOfPlainJSON() throws {
        let items = try SampleItems.items(
            Array(
                #"[{"a":1.50,"b":null,"c":[true],"programs":["PPL"]},{},{"programs":["IR","PPL"]}]"#.utf8))
        let texts = items.map { item in
            var out = ByteBuffer()
            item.write(to: &out)
            return String(decoding: out.bytes, as: UTF8.self)
        }
        #expect(
            texts[0]
                == #"{"a":{"N":"1.50"},"b":{"NULL":true},"c":{"L":[{"BOOL":true}]},"programs":{"L":[{"S":"PPL"}]}}"#)
        #expect(texts[1] == "{}" && texts[2] == #"{"programs":{"SS":["IR","PPL"]}}"#)
    }
}
