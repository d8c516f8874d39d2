import AWSClient
import Bytes
import JSON
import Support
import Testing

@testable import Schools

@Suite struct SchoolFactsTests {
    private func facts(_ school: String, _ texts: inout FactTexts) throws -> SchoolFacts {
        var decoder = SchoolDecoder()
        var wire = ByteBuffer()
        try Array(school.utf8).withUnsafeBytes { try PlainReader.item($0) }.write(to: &wire)
        var reader = JSONReader(wire.bytes)
        let card = try decoder.decode(&reader, as: .card)
        return decoder.facts(of: card, &texts)
    }

    private func facts(_ school: String) throws -> SchoolFacts {
        var texts = FactTexts()
        return try facts(school, &texts)
    }

    @Test func aSchoolTakesTwoHundredBytesAtMost() throws {
        #expect(MemoryLayout<SchoolFacts>.stride <= 200)
        #expect(_isPOD(SchoolFacts.self))
    }

    @Test(
        arguments: [
            (#"{"min":9000,"max":12000}"#, 9000, 12_000), (#"{"min":12000,"max":9000}"#, 9000, 12_000),
            (#"{"min":9000}"#, 9000, nil), (#"{"max":12000}"#, nil, 12_000), (#"{"min":0,"max":12000}"#, nil, 12_000),
            (#"{"min":9000,"max":0}"#, 9000, nil), (#"{"min":-1,"max":12000}"#, nil, 12_000),
            (#"{"min":"9"}"#, nil, nil),
            (#"{"min":123456789012.25}"#, 123_456_789_012.25, nil), ("null", nil, nil), ("[]", nil, nil),
            (#"{"min":null,"max":true}"#, nil, nil),
        ] as [(String, Double?, Double?)]) func thePriceIsPutRight(band: String, minimum: Double?, maximum: Double?)
        throws
    {
        let price = try facts(#"{"costBand":\#(band)}"#).price
        #expect(price.minimum == minimum && price.maximum == maximum)
        #expect(price.lowest == minimum ?? maximum)
    }

    @Test func theGoalsCourseHasThePrice() throws {
        let facts = try facts(
            #"""
            {"costBand":{"min":100},"programDetails":[
              {"certification":"PPL","costMin":70,"costMax":90,"durationHours":50},
              {"certification":"PPL","costMax":60,"durationHours":55},
              {"certification":"IR","costMin":0,"durationHours":40},
              {"certification":"Endorsement","costMin":1,"durationHours":1}, 7, null,
              {"certification":"CPL","costMin":"1","durationHours":-1}]}
            """#)
        #expect(facts.price(for: .ppl).lowest == 60)
        #expect(facts.courses[.ppl].hours.value == 50)
        #expect(facts.price(for: .ir).lowest == 100)
        #expect(facts.courses[.ir].hours.value == 40)
        #expect(facts.price(for: .cpl).lowest == 100)
        #expect(facts.courses[.cpl].hours.value == nil)
        #expect(facts.price(for: .atpl).lowest == 100)
        #expect(facts.price(for: nil).lowest == 100)
    }

    @Test(
        arguments: [
            (#""coordinates":{"lat":30,"lng":-97.5}"#, 30), (#""location":{"coordinates":{"lat":30,"lng":-97.5}}"#, 30),
            (#""coordinates":{"lat":0,"lng":-97.5}"#, 0), (#""coordinates":{"lat":0,"lng":0}"#, nil),
            (#""coordinates":{"lat":90.1,"lng":0}"#, nil), (#""coordinates":{"lat":30,"lng":-180.1}"#, nil),
            (#""coordinates":{"lat":"30","lng":-97.5}"#, nil), (#""coordinates":{"lat":30}"#, nil),
            (#""coordinates":null,"location":{"coordinates":{"lat":31,"lng":-97.5}}"#, 31),
            (#""coordinates":{"lat":0,"lng":0},"location":{"coordinates":{"lat":31,"lng":-97.5}}"#, 31),
            (#""coordinates":"30,-97.5""#, nil), ("", nil),
        ] as [(String, Double?)]) func coordinatesAreKnownOrNot(members: String, latitude: Double?) throws
    {
        #expect(try facts("{\(members)}").coordinates?.latitude == latitude)
    }

    @Test(
        arguments: [
            ("4.6", 4.6), ("0", 0), ("5", 5), ("5.01", nil), ("-0.1", nil), (#""4""#, nil), ("null", nil),
            ("9e125", nil),
        ] as [(String, Double?)]) func aRatingIsFromNothingToFive(text: String, rating: Double?) throws
    {
        let value = try facts(#"{"avgRating":\#(text)}"#).rating.value
        #expect(value.map { Float($0) } == rating.map { Float($0) })
    }

    @Test func signalsAreInTheVerification() throws {
        let facts = try facts(
            #"{"verificationDetails":{"fspSignals":{"avgHoursToPPL":58.5,"scheduleConsistency":87}},"reviewCount":84}"#)
        #expect(
            facts.hoursToPPL.value == 58.5 && facts.scheduleConsistency.value == 87 && facts.reviewCount.value == 84)
        for wrong in ["-1", #""58""#, "{}", "null"] {
            let text = #"{"fspSignals":{"avgHoursToPPL":\#(wrong),"scheduleConsistency":\#(wrong)}}"#
            let facts = try self.facts(#"{"verificationDetails":\#(text),"reviewCount":\#(wrong)}"#)
            #expect(facts.hoursToPPL.value == nil && facts.scheduleConsistency.value == nil)
            #expect(facts.reviewCount.value == nil)
        }
        #expect(try self.facts(#"{"reviewCount":1e125}"#).reviewCount.value == Double(Float(1e12)))
        #expect(
            try self.facts(#"{"verificationDetails":{"fspSignals":{"scheduleConsistency":100.5}}}"#)
                .scheduleConsistency.value == nil)
    }

    @Test func textsAreNumbered() throws {
        var texts = FactTexts()
        let first = try facts(
            #"{"state":"tx","fleetDetails":[{"aircraftType":"Cessna 172"},{"aircraftType":"Diamond DA-40"}]}"#, &texts)
        let second = try facts(
            #"{"state":"","location":{"state":"TX"},"fleetDetails":[{"aircraftType":"Diamond DA-40"},{"count":2},7]}"#,
            &texts)
        let third = try facts(#"{"state":7,"fleetDetails":[{"aircraftType":""}]}"#, &texts)
        #expect(first.state == second.state && first.state == texts.state("Tx") && first.state != nil)
        #expect(texts.state("CA") == nil && third.state == nil)
        #expect(texts.aircraftTypes.map(\.name) == ["Cessna 172", "Diamond DA-40"])
        #expect(first.aircraft.map { texts.aircraft[Int($0)] } == [0, 1])
        #expect(second.aircraft.map { texts.aircraft[Int($0)] } == [1] && third.aircraft.isEmpty)
        #expect(texts.aircraftTypes[1].key == Array("diamondda40".utf8))
    }

    @Test func programsAreThoseOfTheAPI() throws {
        #expect(try facts(#"{"programs":["PPL","IR","Glider",7,null]}"#).programs == [.ppl, .ir])
        for text in ["{}", #"{"programs":null}"#, #"{"programs":"PPL"}"#] { #expect(try facts(text).programs.isEmpty) }
    }

    @Test(
        arguments: [
            (#""Part61""#, .part61), (#""Part141""#, .part141), (#""Both""#, .both), (#""part61""#, nil), ("61", nil),
        ] as [(String, TrainingType?)]) func trainingTypesAreThoseOfTheAPI(text: String, type: TrainingType?) throws
    {
        #expect(try facts(#"{"trainingType":\#(text)}"#).trainingType == type)
    }
}
