import AWSClient
import Schools
import Support
import Testing

@testable import SchoolsTable

/// What one school lacks, each kind by itself.
@Suite struct SchoolLackTests {
    /// The members of a school that lacks nothing.
    private static let whole: [(name: String, text: String)] = [
        ("schoolId", #""a""#), ("name", #""A""#), ("costBand", #"{"min":9000,"max":12000}"#), ("avgRating", "4.5"),
        ("fleetSize", "3"), ("heroImageUrl", #""https://example.com/a.jpg""#),
        ("location", #"{"city":"Reno","state":"NV","coordinates":{"lat":39.5,"lng":-119.8}}"#),
        ("programDetails", #"[{"certification":"PPL","costMin":9000}]"#),
    ]

    /// The lacks of the school with `changes`, an empty one removing its member, as `kind: reason`.
    private func lacks(_ changes: KeyValuePairs<String, String>) throws -> [String] {
        var members = Self.whole
        for (name, text) in changes {
            members.removeAll { $0.name == name }
            if !text.isEmpty { members.append((name, text)) }
        }
        let text = "{" + members.map { "\"\($0.name)\":\($0.text)" }.joined(separator: ",") + "}"
        let item = try Array(text.utf8).withUnsafeBytes { try PlainReader.item($0) }
        return SchoolLack.lacks(of: SchoolLayouts.complete(item)).map { "\($0.lack): \($0.reason)" }
    }

    @Test func aWholeSchoolLacksNothing() throws {
        #expect(try lacks([:]) == [])
        #expect(try lacks(["fleetSize": "", "fleetDetails": #"[{"count":1}]"#]) == [])
        #expect(try lacks(["heroImageUrl": #""HTTPS://EXAMPLE.COM""#, "avgRating": "0"]) == [])
        #expect(try lacks(["programDetails": #"[7,{},{"costMax":1}]"#, "state": "null"]) == [])
        // One of the two layouts is enough, whichever it is.
        #expect(try lacks(["location": "", "coordinates": #"{"lat":-90,"lng":180}"#]) == [])
        #expect(try lacks(["coordinates": "null"]) == [])
    }

    @Test(arguments: [
        ("name", "", "inNoListing: it has no name"), ("name", #""""#, "inNoListing: its name is empty"),
        ("name", "7", "inNoListing: its name is not a string"),
        ("avgRating", #""4.5""#, "inNoListing: avgRating is not a number"),
        ("fleetSize", "true", "inNoListing: fleetSize is not a number"),
        ("costBand", #""9000""#, "inNoListing: costBand is not an object with min and max"),
        ("schoolId", "", "inNoListing: it has no schoolId"),
        ("location", "", "inNoRadiusSearch: it has no coordinates"),
        ("location", #""Reno, NV""#, "inNoRadiusSearch: it has no coordinates"),
        ("coordinates", #""39.5,-119.8""#, "inNoRadiusSearch: its coordinates are not an object with the numbers"),
        ("coordinates", #"{"lat":"39.5","lng":-119.8}"#, "inNoRadiusSearch: its coordinates are not an object"),
        ("coordinates", #"{"lat":39.5,"lon":-119.8}"#, "inNoRadiusSearch: its coordinates are not an object"),
        ("coordinates", #"{"lat":90.1,"lng":0}"#, "inNoRadiusSearch: its coordinates are out of range (90.1, 0.0)"),
        ("coordinates", #"{"lat":1,"lng":-1E+125}"#, "inNoRadiusSearch: its coordinates are out of range"),
        ("coordinates", #"{"lat":0,"lng":-0.0}"#, "inNoRadiusSearch: its coordinates are 0, 0"),
        ("avgRating", "", "lastInAnOrder: it has no avgRating"),
        ("avgRating", "null", "lastInAnOrder: it has no avgRating"),
        ("costBand", "", "lastInAnOrder: it has no costBand.min above 0"),
        ("costBand", #"{"min":0}"#, "lastInAnOrder: it has no costBand.min above 0"),
        ("costBand", #"{"max":1}"#, "lastInAnOrder: it has no costBand.min above 0"),
        ("fleetSize", "", "lastInAnOrder: it has no fleetSize or fleetDetails"),
        ("heroImageUrl", "", "noCardPicture: it has no heroImageUrl"),
        ("heroImageUrl", "null", "noCardPicture: it has no heroImageUrl"),
        ("heroImageUrl", #""""#, "noCardPicture: it has no heroImageUrl"),
        ("heroImageUrl", #""http://a/b""#, "noCardPicture: its heroImageUrl does not begin with https://"),
        ("heroImageUrl", #""javascript:1""#, "noCardPicture: its heroImageUrl does not begin with https://"),
        ("programDetails", "", "priceOnlyAsCostBand: none of its programDetails has a price"),
        ("programDetails", #"{"costMin":1}"#, "priceOnlyAsCostBand: none of its programDetails has a price"),
        ("programDetails", #"[{"costMin":"9000","costMax":0}]"#, "priceOnlyAsCostBand: none of its programDetails"),
        ("state", #""CA""#, "layoutsDisagree: state is not location.state"),
    ])
    func oneLackIsNamed(name: String, text: String, expected: String) throws {
        // Coordinates of one layout, so that the two cannot disagree.
        let location = #"{"city":"Reno","state":"NV"}"#
        let found = try name == "coordinates" ? lacks(["location": location, name: text]) : lacks([name: text])
        #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
    }

    /// A malformed school is in no order at all, and everything else is still said.
    @Test func severalLacksComeWorstFirst() throws {
        let found = try lacks([
            "name": "", "avgRating": "", "heroImageUrl": "", "programDetails": "[]",
            "location": #"{"city":"Reno","state":"NV"}"#, "city": #""Sparks""#, "state": #""CA""#,
        ])
        #expect(
            found == [
                "inNoListing: it has no name", "inNoRadiusSearch: it has no coordinates",
                "noCardPicture: it has no heroImageUrl", "priceOnlyAsCostBand: none of its programDetails has a price",
                "layoutsDisagree: city is not location.city, state is not location.state",
            ])
        #expect(
            try lacks(["avgRating": "", "costBand": "", "fleetSize": ""]) == [
                "lastInAnOrder: it has no avgRating, no costBand.min above 0, no fleetSize or fleetDetails"
            ])
    }
}
