import Bytes
import JSON
import Testing

@testable import Schools

/// What makes a school good, each rule by itself, and that listings agree.
@Suite struct SchoolRulesTests {
    private func result(_ text: String) -> SchoolReader.Result {
        Array(text.utf8).withUnsafeBytes { SchoolReader.read($0) }
    }

    /// Members that make a good school bad, and what is said.
    static let defects = [
        (#""name":null"#, "it has no name"), (#""name":"""#, "its name is empty"),
        (#""name":7"#, "its name is not a string"),
        (#""costBand":"9000-12000""#, "costBand is not an object"),
        (#""costBand":[1,2]"#, "costBand is not an object"),
        (#""costBand":{"min":"9000"}"#, "costBand.min is not a number"),
        (#""costBand":{"max":"x"}"#, "costBand.max is not a number"),
        (#""costBand":{"min":-1}"#, "costBand.min is negative (-1)"),
        (#""costBand":{"max":-0.5}"#, "costBand.max is negative"),
        (#""costBand":{"min":10,"max":9.99}"#, "costBand.min (10) is more than costBand.max (9.99)"),
        (#""avgRating":"4.5""#, "avgRating is not a number"), (#""avgRating":-4"#, "avgRating is negative"),
        (#""avgRating":null"#, "avgRating is null"), (#""avgRating":true"#, "avgRating is not a number"),
        (#""fleetSize":"many""#, "fleetSize is not a number"), (#""fleetSize":-1"#, "fleetSize is negative"),
        (#""state":"""#, "state is empty"), (#""state":"California""#, "state is \"California\": two letters"),
        (#""state":"C1""#, "two letters"), (#""state":"ca""#, "write CA"), (#""state":"Ca""#, "write CA"),
        (#""state":6"#, "state is not a string"), (#""state":null"#, "state is null"),
        (#""state":"é""#, "two letters"), (#""location":{"state":"tx"}"#, "state is \"tx\": write TX"),
        (#""state":"TX","location":{"state":"tx"}"#, "location.state is \"tx\": write TX"),
        (#""location":{"state":""}"#, "state is empty"),
        (#""coordinates":{"lat":90.1}"#, "coordinates.lat is 90.1: from -90 to 90"),
        (#""coordinates":{"lng":-180.5}"#, "coordinates.lng is -180.5"),
        (#""coordinates":{"lon":181}"#, "coordinates.lon"),
        (#""location":{"coordinates":{"lat":-91,"lng":0}}"#, "coordinates.lat is -91"),
        (#""x":{"y":1e999}"#, "x.y is the number"),
        (#""name":"again""#, "name is there twice"),
    ]

    @Test(arguments: defects) func rejects(members: String, reason: String) {
        let name = members.hasPrefix(#""name""#) && reason != "name is there twice" ? "" : #""name":"N","#
        let school = result(#"{"schoolId":"a","# + name + members + "}")
        #expect(school.defect?.contains(reason) == true, "\(school.defect ?? "accepted")")
        #expect(school.item == nil && school.id == "a")
    }

    @Test(arguments: [
        (#"{"name":"N"}"#, "it has no schoolId"), (#"{"schoolId":"","name":"N"}"#, "its schoolId is empty"),
        (#"{"schoolId":7,"name":"N"}"#, "its schoolId is not a string"),
        (#"{"schoolId":null,"name":"N"}"#, "its schoolId is not a string"), ("[]", "it is not an object"),
        (#""school""#, "it is not an object"), (#"{"schoolId":"a"}"#, "it has no name"),
    ])
    func rejectsWhatHasNoKey(text: String, reason: String) { #expect(result(text).defect == reason) }

    @Test func boundsIdsBytesAndText() {
        func school(_ id: String, _ more: String = "") -> String { #"{"schoolId":"\#(id)","name":"N"\#(more)}"# }
        #expect(result(school(String(repeating: "é", count: 64))).defect == nil)
        #expect(
            result(school(String(repeating: "é", count: 64) + "x")).defect == "its schoolId has 129 bytes: at most 128")
        let most = 409_600 - "schoolIdanameNx".utf8.count
        #expect(result(school("a", #","x":"\#(String(repeating: "x", count: most))""#)).defect == nil)
        #expect(
            result(school("a", #","x":"\#(String(repeating: "x", count: most + 1))""#)).defect?.contains("409601 bytes")
                == true)
        let bytes = Array(#"{"schoolId":"a","name":"\#("N")"#.utf8) + [0xFF] + Array("\"}".utf8)
        #expect(bytes.withUnsafeBytes { SchoolReader.read($0) }.defect == "it is not UTF-8 text")
    }

    @Test(arguments: [
        #""avgRating":0,"fleetSize":0,"costBand":{"min":0,"max":0}"#, #""costBand":{}"#, #""costBand":{"min":null}"#,
        #""costBand":null"#, #""fleetSize":null"#, #""location":null"#, #""location":"Reno""#,
        #""location":{"state":null}"#,
        #""state":null,"location":{"state":"NV"}"#, #""coordinates":{"lat":-90,"lng":180}"#,
        #""coordinates":"39,-119""#,
        #""coordinates":{"lat":null}"#, #""programs":{"SS":["PPL"]},"unknown":{"deep":[1,{"x":null}]}"#,
    ])
    func accepts(members: String) {
        let school = result(#"{"schoolId":"a","name":"N","# + members + "}")
        #expect(school.defect == nil && school.item != nil)
    }

    /// What a listing leaves out as malformed is rejected here, and nothing that this accepts is left out there.
    @Test func agreesWithListings() throws {
        var decoder = SchoolDecoder()
        let members =
            Self.defects.map(\.0) + [
                #""costBand":{}"#, #""costBand":{"min":null}"#, #""fleetSize":null"#, #""avgRating":0"#,
            ]
        for member in members {
            let name = member.hasPrefix(#""name""#) ? "" : #""name":"N","#
            let text = Array((#"{"schoolId":"a","# + name + member + "}").utf8)
            guard let item = try? text.withUnsafeBytes({ try PlainReader.item($0) }) else { continue }
            var wire = ByteBuffer()
            item.write(to: &wire)
            var reader = JSONReader(wire.bytes)
            let malformed = try decoder.decode(&reader).defect
            #expect(malformed == nil || SchoolRules.defect(SchoolLayouts.complete(item)) != nil, "\(member)")
        }
    }

    @Test(arguments: [
        (
            #"{"city":"Reno","state":"NV","zipCode":"1","coordinates":{"lat":1}}"#,
            #"{"city":"Reno","coordinates":{"lat":1},"location":{"city":"Reno","coordinates":{"lat":1},"state":"NV","zipCode":"1"},"state":"NV","zipCode":"1"}"#
        ),
        (
            #"{"location":{"city":"Reno","state":"NV","airport":"RNO"}}"#,
            #"{"city":"Reno","location":{"airport":"RNO","city":"Reno","state":"NV"},"state":"NV"}"#
        ),
        (
            #"{"location":{"city":"Reno"},"state":"NV","city":"Sparks"}"#,
            #"{"city":"Sparks","location":{"city":"Reno","state":"NV"},"state":"NV"}"#
        ),
        (#"{"location":null,"state":"NV"}"#, #"{"location":{"state":"NV"},"state":"NV"}"#),
        (
            #"{"location":{"state":null,"city":null},"state":"NV","city":null}"#,
            #"{"city":null,"location":{"city":null,"state":"NV"},"state":"NV"}"#
        ),
        (#"{"location":"Reno, NV","state":"NV"}"#, #"{"location":"Reno, NV","state":"NV"}"#),
        (#"{"location":{}}"#, #"{"location":{}}"#), (#"{"location":null}"#, #"{"location":null}"#), ("{}", "{}"),
    ])
    func fillsWhatALayoutLacks(text: String, expected: String) throws {
        let item = try Array(text.utf8).withUnsafeBytes { try PlainReader.item($0) }
        var out = ByteBuffer()
        PlainWriter.write(SchoolLayouts.complete(item), to: &out)
        #expect(String(decoding: out.bytes, as: UTF8.self) == expected)
    }
}
