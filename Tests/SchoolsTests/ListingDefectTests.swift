import AWSClient
import Bytes
import JSON
import Support
import Testing

@testable import Schools

/// What is said of an item without decoding it as a listing does is what a listing does.
@Suite struct ListingDefectTests {
    private static let fields = ["schoolId", "name", "costBand", "avgRating", "fleetSize", "fleetDetails", "location"]

    private static func value(_ chance: inout Chance, depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0..<(depth < 2 ? 10 : 7), using: &chance) {
        case 0: ["NULL": true]
        case 1: ["S": ""]
        case 2, 3: ["S": .string(chance.text(upTo: 12))]
        case 4: ["N": .string("\(Int.random(in: -5...5, using: &chance))")]
        case 5: ["BOOL": .bool(Bool.random(using: &chance))]
        case 6: ["SS": ["a", "b"]]
        case 7: ["L": .array([value(&chance, depth: depth + 1)])]
        default:
            [
                "M": .object(
                    ["min", "max", "count"].filter { _ in Bool.random(using: &chance) }.map {
                        ($0, value(&chance, depth: depth + 1))
                    })
            ]
        }
    }

    @Test func agreesWithTheFunctionOnRandomItems() throws {
        var chance = Chance(seed: 10)
        var decoder = SchoolDecoder()
        var malformed = 0
        for _ in 0..<4000 {
            var members: [(name: String, value: JSONValue)] = [("schoolId", ["S": "a"]), ("name", ["S": "N"])]
            for field in Self.fields where Int.random(in: 0..<4, using: &chance) == 0 {
                members.removeAll { $0.name == field }
                if Bool.random(using: &chance) { members.append((field, Self.value(&chance))) }
            }
            let wire = JSONValue.object(members)
            let listed = try Items.decode(wire.text, &decoder).defect
            let item = try Item(wire: wire)
            let defect = SchoolRules.listingDefect(item)
            #expect((defect == nil) == (listed == nil), "\(wire.text): \(defect ?? "-"), \(listed ?? "-")")
            #expect(SchoolRules.listingDefect(SchoolLayouts.complete(item)) == defect)
            malformed += defect == nil ? 0 : 1
        }
        #expect((1000...3000).contains(malformed), "\(malformed)")
    }

    @Test(arguments: [
        (#"{"city":"Reno","location":{"city":"Reno"}}"#, []), (#"{"city":"Reno"}"#, []),
        (#"{"city":null,"location":{"city":"Reno"}}"#, []), (#"{"city":"Reno","location":"Sparks"}"#, []),
        (#"{"city":"Reno","location":{"city":"Sparks"}}"#, ["city"]),
        (#"{"zipCode":1.0,"location":{"zipCode":1}}"#, []), (#"{"zipCode":"1","location":{"zipCode":1}}"#, ["zipCode"]),
        (#"{"city":"é","location":{"city":"e\#u{301}"}}"#, ["city"]),
        (
            #"{"coordinates":{"lat":1,"lng":2.50},"location":{"coordinates":{"lng":2.5,"lat":1.0}},"state":"CA"}"#, []
        ),
        (
            #"{"coordinates":{"lat":1,"lng":2},"state":"CA","location":{"coordinates":{"lat":1,"lng":3},"state":"NV"}}"#,
            ["state", "coordinates"]
        ),
    ])
    func tellsWhereTheLayoutsDisagree(text: String, expected: [String]) throws {
        let item = try Array(text.utf8).withUnsafeBytes { try PlainReader.item($0) }
        #expect(SchoolLayouts.disagreements(item) == expected)
        #expect(SchoolLayouts.disagreements(SchoolLayouts.complete(item)) == expected)
    }
}
