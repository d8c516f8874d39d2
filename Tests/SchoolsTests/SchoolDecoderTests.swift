import AWSClient
import Bytes
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
        #"{"a":{"S":"x","N":"1"}}"#, #"{"a":{"X":"x"}"#, #"{"a":{"X":}}"#,
    ]) func refusesWhatIsNotAnItem(item: String) {
        #expect(throws: JSONError.self) { try Items.decode(item) }
    }

    /// A decoder that has failed decodes the next item as if nothing had been.
    @Test func aFailureLeavesNothingBehind() throws {
        var decoder = SchoolDecoder()
        #expect(throws: JSONError.self) { try Items.decode(#"{"state":{"S":"CA"},"b":{"N":1}}"#, &decoder) }
        #expect(try Items.decode(Items.item("s"), &decoder).text == #"{"schoolId":"s","name":"School","location":{}}"#)
    }

    // MARK: Null in a layout

    /// Every way in which the two layouts may have a field: missing, null, or a value.
    private static let ways: [JSONValue?] = [nil, ["NULL": true], ["S": "x"], ["M": ["lat": ["N": "1"]]], ["S": ""]]

    /// Each layout has its own value, or else the other's. A null is written only where neither has one.
    @Test(arguments: ["city", "state", "zipCode", "coordinates"]) func aNullHidesNoValue(name: String) throws {
        func plain(_ value: JSONValue?) -> JSONValue? {
            guard let value, value["NULL"] == nil else { return nil }
            return value["S"] ?? ["lat": 1]
        }
        for flat in Self.ways {
            for nested in Self.ways {
                let place = JSONValue.object((nested.map { [(name: name, value: $0)] } ?? []) + [("x", ["S": "y"])])
                var members: [(name: String, value: JSONValue)] = [("location", ["M": place])]
                if let flat { members.insert((name, flat), at: members.count / 2) }
                for members in [members, members.reversed()] {
                    let item = JSONValue.object([("schoolId", ["S": "s"]), ("name", ["S": "N"])] + members)
                    let school = try Items.decode(item.text)
                    let json = try Items.json(school)
                    let (own, other) = (plain(flat), plain(nested))
                    #expect(json[name]?.text == (own ?? other ?? flat.map { _ in .null })?.text, "\(item.text)")
                    let inside = json["location"]?[name]?.text
                    #expect(inside == (other ?? own ?? nested.map { _ in .null })?.text, "\(item.text)")
                    #expect(json["location"]?["x"]?.string == "y" && school.defect == nil)
                    if name == "state" {
                        let texts = [own?.string, other?.string].compactMap { $0 }
                        #expect(school.state == texts.first { !$0.isEmpty } ?? "", "\(item.text)")
                    }
                    // Seeds fill layouts as listings do.
                    #expect(try Self.seeded(item)?.sorted.text == json.sorted.text, "\(item.text)")
                }
            }
        }
    }

    /// The plain JSON of the item that `seed` would store.
    private static func seeded(_ item: JSONValue) throws -> JSONValue? {
        var out = ByteBuffer()
        PlainWriter.write(SchoolLayouts.complete(try Item(wire: item)), to: &out)
        return try JSONValue(parsing: out.array())
    }

    // MARK: Attribute types of the future

    /// A type that is not known costs its own school and no other: it has an id and a defect, and no JSON.
    @Test(arguments: [
        #"{"X":"x"}"#, #"{"VEC":[1.5,{"a":null}]}"#, #"{"L":[{"S":"a"},{"X":1}]}"#, #"{"M":{"m":{"X":{}}}}"#,
    ])
    func anUnknownTypeIsADefect(attribute: String) throws {
        var decoder = SchoolDecoder()
        for name in ["a", "name", "location", "state", "costBand", "programs"] {
            for text in [
                #"{"schoolId":{"S":"s-1"},"\#(name)":\#(attribute)}"#,
                #"{"\#(name)":\#(attribute),"schoolId":{"S":"s-1"}}"#,
            ] {
                let school = try Items.decode(text, &decoder)
                #expect(school.id == "s-1" && !school.isReadable && school.json.isEmpty)
                #expect(school.defect?.contains(" type ") == true)
            }
        }
        #expect(try Items.decode(Items.item("s"), &decoder).defect == nil)
        #expect(try Items.decode(#"{"schoolId":\#(attribute)}"#).id == "")
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
