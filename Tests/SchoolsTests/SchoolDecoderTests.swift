import JSON
import Support
import Testing

@testable import Schools

/// What an item becomes as JSON: `Fixtures/decoding.json` has items of every kind with the schools that they must be.
@Suite struct SchoolDecoderTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let item: JSONValue
        let school: JSONValue

        static let all: [Golden] = {
            let bytes = (try? Parts.file("Tests/SchoolsTests/Fixtures/decoding.json")) ?? []
            return ((try? JSONValue(parsing: bytes))?.array ?? []).map {
                Golden(
                    testDescription: $0["name"]?.string ?? "?", item: $0["item"] ?? .null, school: $0["school"] ?? .null
                )
            }
        }()
    }

    @Test func theFixtureIsThere() { #expect(Golden.all.count == 9) }

    @Test(arguments: Golden.all) func anItemBecomesASchool(golden: Golden) throws {
        let school = try Items.decode(golden.item.text)
        #expect(try Items.json(school).sorted.text == golden.school.sorted.text)
    }

    /// The order of an item's attributes is nobody's promise.
    @Test(arguments: Golden.all) func theOrderOfAttributesDoesNotMatter(golden: Golden) throws {
        let members = try #require(golden.item.members)
        var chance = Chance(seed: 5)
        for order in [Array(members.reversed())] + (0..<20).map({ _ in members.shuffled(using: &chance) }) {
            let school = try Items.decode(JSONValue.object(order).text)
            #expect(try Items.json(school).sorted.text == golden.school.sorted.text)
        }
    }

    /// One decoder serves all items of a page: nothing of one school stays for the next.
    @Test func schoolsDoNotMix() throws {
        var decoder = SchoolDecoder()
        for golden in Golden.all + Golden.all.reversed() {
            let school = try Items.decode(golden.item.text, &decoder)
            #expect(try Items.json(school).sorted.text == golden.school.sorted.text)
        }
    }

    @Test func theSizeInAResponseIsCounted() throws {
        for golden in Golden.all {
            let school = try Items.decode(golden.item.text)
            #expect(school.escapedCount == JSONValue.string(school.text).text.utf8.count - 2)
        }
    }

    /// A school that is copied from one layout to the other while the buffer grows.
    @Test func aLargeValueIsCopiedWhole() throws {
        let long = String(repeating: "abcdefgh", count: 50_000)
        let nested = try Items.json(Items.school("s", ["location": ["M": ["city": ["S": .string(long)]]]]))
        #expect(nested["city"]?.string == long && nested["location"]?["city"]?.string == long)
        let flat = try Items.json(Items.school("s", ["city": ["S": .string(long)]]))
        #expect(flat["city"]?.string == long && flat["location"]?["city"]?.string == long)
    }

    @Test(arguments: [
        "", "null", "[]", "7", #"{"name":"plain"}"#, #"{"name":{}}"#, #"{"name":{"S":1}}"#, #"{"location":{}}"#,
        #"{"location":{"M":[]}}"#, #"{"location":{"M":{"city":"x"}}}"#, #"{"location":7}"#, #"{"a":{"S":"x"}"#,
        #"{"a":{"X":"x"}}"#, #"{"a":{"S":"x","N":"1"}}"#,
    ]) func whatIsNoItemIsRefused(item: String) {
        #expect(throws: JSONError.self) { try Items.decode(item) }
    }

    /// A decoder that has failed decodes the next item as if nothing had been.
    @Test func aFailureLeavesNothingBehind() throws {
        var decoder = SchoolDecoder()
        #expect(throws: JSONError.self) { try Items.decode(#"{"state":{"S":"CA"},"b":{"X":1}}"#, &decoder) }
        #expect(try Items.decode(Items.item("s"), &decoder).text == #"{"schoolId":"s","name":"School","location":{}}"#)
    }
}

extension JSONValue {
    /// The same value with the members of every object sorted by name.
    var sorted: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.map { (name: $0.name, value: $0.value.sorted) }.sorted {
                    $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
                })
        case .array(let elements): .array(elements.map(\.sorted))
        default: self
        }
    }
}
