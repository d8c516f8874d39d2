import Bytes
import JSON
import Support
import Testing

@testable import Schools

/// What a card holds of an item. The items of `SchoolDecoderTests` are cards too, and of whatever layout.
@Suite struct SchoolCardTests {
    private func card(_ item: String) throws -> String {
        var decoder = SchoolDecoder()
        return try Array(item.utf8).withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            return try decoder.decode(&reader, as: .card).text
        }
    }

    @Test func aSchoolOfWhichEverythingIsKnown() throws {
        let item = #"""
            {"heroImageUrl":{"S":"https://x.example/a.jpg"},"description":{"S":"long"},"fleetDetails":{"L":[
            {"M":{"aircraftType":{"S":"Cessna 172"},"count":{"N":"3"}}},{"M":{"count":{"N":"1"},"aircraftType":{"S":"DA40"}}},
            {"M":{"aircraftType":{"S":"Cessna 172"},"count":{"N":"2"}}},{"M":{"aircraftType":{"N":"7"}}},{"S":"x"}]},
            "yearsInOperation":{"N":"17"},"instructorCount":{"N":"11.0"},"reviewCount":{"N":"84"},"avgRating":{"N":"4.60"},
            "costBand":{"M":{"max":{"N":"13800"},"min":{"N":"9500"},"currency":{"S":"USD"}}},"trustTier":{"S":"Premier"},
            "trainingType":{"S":"Both"},"programs":{"SS":["IR","PPL"]},"name":{"S":"Tule \"Field\""},"schoolId":{"S":"s-1"},
            "location":{"M":{"state":{"S":"CA"},"city":{"S":"Sacramento"},"airport":{"S":"KSAC"},
            "coordinates":{"M":{"lng":{"N":"-121.4935"},"lat":{"N":"38.5125"},"alt":{"N":"7"}}},"zipCode":{"S":"95822"}}},
            "programDetails":{"L":[]},"reviews":{"L":[]}}
            """#
        let expected =
            #"{"schoolId":"s-1","name":"Tule \"Field\"","location":{"city":"Sacramento","state":"CA","zipCode":"95822","#
            + #""coordinates":{"lat":38.5125,"lng":-121.4935}},"programs":["IR","PPL"],"trainingType":"Both","#
            + #""trustTier":"Premier","costBand":{"max":13800,"min":9500,"currency":"USD"},"avgRating":4.60,"reviewCount":84,"#
            + #""instructorCount":11.0,"yearsInOperation":17,"fleetSize":6,"aircraft":["Cessna 172","DA40"],"#
            + #""heroImageUrl":"https://x.example/a.jpg"}"#
        #expect(try card(item) == expected)
    }

    @Test func whatIsNotKnownIsLeftOut() throws {
        #expect(try card(Items.item("s")) == #"{"schoolId":"s","name":"School"}"#)
        let nulls = SchoolField.allCases.dropFirst(2).map { "\"\($0.name)\":{\"NULL\":true}" }.joined(separator: ",")
        #expect(
            try card(#"{"schoolId":{"S":"s"},"name":{"S":"x"},\#(nulls)}"#) == #"{"schoolId":"s","name":"x"}"#)
    }

    @Test(
        arguments: [
            (#""city":{"S":"Reno"}"#, #"{"city":"Reno"}"#),
            (#""location":{"M":{"city":{"S":"Reno"}}}"#, #"{"city":"Reno"}"#),
            (
                #""city":{"S":"Elko"},"location":{"M":{"city":{"S":"Reno"},"state":{"S":"NV"}}}"#,
                #"{"city":"Elko","state":"NV"}"#
            ),
            (#""city":{"NULL":true},"location":{"M":{"city":{"S":"Reno"}}}"#, #"{"city":"Reno"}"#),
            (#""location":{"M":{}}"#, nil), (#""location":{"S":"Reno, NV"}"#, nil),
            (#""location":{"S":"Reno"},"state":{"S":"NV"}"#, #"{"state":"NV"}"#),
            (#""zipCode":{"N":"89501"}"#, #"{"zipCode":89501}"#),
            (#""coordinates":{"M":{"lat":{"N":"0"},"lng":{"N":"-0.50"}}}"#, #"{"coordinates":{"lat":0,"lng":-0.50}}"#),
            (#""coordinates":{"M":{"lat":{"N":"1"},"lng":{"NULL":true}}}"#, #"{"coordinates":{"lat":1}}"#),
            (#""coordinates":{"M":{"latitude":{"N":"1"}}}"#, nil), (#""coordinates":{"S":"1,2"}"#, nil),
            (
                #""coordinates":{"M":{}},"location":{"M":{"coordinates":{"M":{"lat":{"N":"1"},"lng":{"N":"2"}}}}}"#,
                #"{"coordinates":{"lat":1,"lng":2}}"#
            ),
        ] as [(String, String?)]) func locations(fields: String, location: String?) throws
    {
        let part = location.map { #","location":\#($0)"# } ?? ""
        #expect(
            try card(#"{"schoolId":{"S":"s"},"name":{"S":"x"},\#(fields)}"#) == #"{"schoolId":"s","name":"x"\#(part)}"#)
    }

    @Test(arguments: [
        (#""fleetSize":{"N":"7"},"fleetDetails":{"L":[{"M":{"count":{"N":"3"}}}]}"#, #","fleetSize":7"#),
        (#""fleetDetails":{"L":[{"M":{"count":{"N":"3"}}}]}"#, #","fleetSize":3"#),
        (#""fleetDetails":{"S":"many"}"#, ""),
        (#""programs":{"S":"PPL"}"#, ""), (#""programs":{"L":[{"S":"PPL"},{"N":"1"}]}"#, #","programs":["PPL",1]"#),
        (#""costBand":{"M":{"min":{"NULL":true}}}"#, #","costBand":{"min":null}"#),
    ]) func members(fields: String, expected: String) throws {
        #expect(
            try card(#"{"schoolId":{"S":"s"},"name":{"S":"x"},\#(fields)}"#)
                == #"{"schoolId":"s","name":"x"\#(expected)}"#)
    }

    /// The index holds all that a card is made of, in whatever layout: its entry gives the same card as the whole item.
    @Test(arguments: SchoolDecoderTests.Golden.all) func theIndexGivesTheSameCard(golden: SchoolDecoderTests.Golden)
        throws
    {
        let members = try #require(golden.item.members)
        let entry = members.filter { $0.name == School.key || CatalogueIndex.attributes.contains($0.name) }
        #expect(try card(golden.item.text) == card(JSONValue.object(entry).text))
        #expect(try JSONValue(parsing: Array(card(golden.item.text).utf8)).members?.isEmpty == false)
    }

    /// An attribute that has no JSON form and is not in the index makes no difference to a card.
    @Test func anAttributeOfAnUnknownTypeCostsTheWholeSchoolOnly() throws {
        let card = try card(#"{"schoolId":{"S":"s"},"embedding":{"VECTOR":[1]},"name":{"S":"x"},"state":{"S":"CA"}}"#)
        #expect(card == #"{"schoolId":"s","name":"x","location":{"state":"CA"}}"#)
        #expect(try self.card(#"{"schoolId":{"S":"s"},"name":{"S":"x"},"reviewCount":{"VECTOR":[1]}}"#) == "")
    }

    @Test func theIndexHoldsTheFields() {
        #expect(SchoolField.allCases.map { "\($0)" } == SchoolField.allCases.map { "\($0.name)" })
        #expect(CatalogueIndex.attributes == SchoolField.allCases.map { "\($0)" }.filter { $0 != School.key })
    }
}
