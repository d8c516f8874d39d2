import JSON
import Support
import Testing

@testable import Schools

/// What listings take from a school, and which schools they leave out.
@Suite struct SchoolFieldsTests {
    @Test func theFieldsOfAWholeSchool() throws {
        let school = try Items.school(
            "school-1", name: "Éclair Café",
            [
                "costBand": ["M": ["min": ["N": "8500.50"], "max": ["N": "12000"], "currency": ["S": "USD"]]],
                "avgRating": ["N": "4.70"], "fleetSize": ["N": "7"], "trainingType": ["S": "Both"],
                "programs": ["L": [["S": "IR"], ["S": "Glider"], ["S": "ATPL"]]], "state": ["S": "CA"],
                "fleetDetails": ["L": [["M": ["count": ["N": "100"]]]]],
            ])
        #expect(school.id == "school-1" && school.name.text == "eclair cafe" && school.price?.text == "8500.50")
        #expect(school.rating?.text == "4.70" && school.fleetSize?.text == "7" && school.trainingType == "Both")
        #expect(school.programs.list == "IR,ATPL" && school.state == "CA" && school.defect == nil)
    }

    @Test func aSchoolWithItsNameAlone() throws {
        let school = try Items.school("s")
        #expect(school.price?.text == nil && school.rating?.text == nil && school.fleetSize?.text == nil)
        #expect(school.trainingType == "" && school.programs.isEmpty && school.state == "" && school.defect == nil)
    }

    // MARK: Defects

    @Test(
        arguments: [
            ("costBand", ["NULL": true]), ("costBand", ["M": [:]]),
            ("costBand", ["M": ["min": ["NULL": true], "max": ["NULL": true]]]),
            ("costBand", ["M": ["min": ["N": "0"]]]), ("costBand", ["M": ["note": ["S": "call us"]]]),
            ("avgRating", ["NULL": true]), ("avgRating", ["N": "1E-130"]), ("fleetSize", ["NULL": true]),
            ("fleetSize", ["N": "-1"]), ("programs", ["S": "PPL"]), ("trainingType", ["N": "61"]),
            ("state", ["N": "5"]),
            ("fleetDetails", ["S": "many"]), ("location", ["S": "x"]), ("reviewCount", ["S": "twelve"]),
        ] as [(String, JSONValue)]) func whatIsOddIsNoDefect(field: String, value: JSONValue) throws
    {
        #expect(try Items.school("s", [field: value]).defect == nil)
    }

    @Test(
        arguments: [
            ("costBand", ["L": [["N": "1"]]]), ("costBand", ["S": "8000-12000"]),
            ("costBand", ["N": "8000"]), ("costBand", ["BOOL": true]), ("costBand", ["NS": ["1", "2"]]),
            ("costBand", ["M": ["min": ["S": "8000"]]]), ("costBand", ["M": ["min": ["N": "1"], "max": ["S": ""]]]),
            ("costBand", ["M": ["max": ["M": [:]]]]),
            ("avgRating", ["S": "4.7"]), ("avgRating", ["S": ""]), ("avgRating", ["L": []]),
            ("avgRating", ["N": "NaN"]),
            ("fleetSize", ["S": "7"]), ("fleetSize", ["BOOL": false]), ("name", ["S": ""]), ("name", ["NULL": true]),
            ("name", ["N": "7"]), ("name", ["L": [["S": "x"]]]), ("schoolId", ["S": ""]), ("schoolId", ["N": "7"]),
        ] as [(String, JSONValue)]) func whatIsMalformedIsNamed(field: String, value: JSONValue) throws
    {
        let defect = try #require(try Items.school("s", [field: value]).defect)
        #expect(defect.contains(field))
    }

    @Test func aMissingNameOrIdIsADefect() throws {
        #expect(try Items.decode(#"{"schoolId":{"S":"s"}}"#).defect == "it has no name")
        #expect(try Items.decode(#"{"name":{"S":"s"}}"#).defect == "it has no schoolId")
        #expect(try Items.decode("{}").defect != nil)
    }

    @Test func aSchoolThatNoResponseCanHoldIsADefect() throws {
        let fitting = try Items.decode(Items.item("s", bytes: School.maximumBytes))
        #expect(fitting.defect == nil && Items.escapedCount(fitting) + 1 == School.maximumBytes)
        let large = try Items.decode(Items.item("s", bytes: School.maximumBytes + 1))
        #expect(large.defect == "it is larger than a response may be")
    }

    // MARK: The size of a fleet

    @Test(
        arguments: [
            (["L": [["M": ["count": ["N": "3"]]], ["M": ["count": ["N": "4"]]]]], "7"), (["L": []], "0"),
            (["L": [["M": ["count": ["S": "3"]]], ["M": [:]], ["S": "C172"], ["NULL": true]]], "0"),
            (["L": [["M": ["type": ["S": "C172"], "count": ["N": "2"]]], ["M": ["count": ["N": "0.5"]]]]], "2.5"),
            (["S": "three"], nil), (["NULL": true], nil), (["M": ["count": ["N": "3"]]], nil),
        ] as [(JSONValue, String?)]) func theSumOfTheAircraft(details: JSONValue, size: String?) throws
    {
        #expect(try Items.school("s", ["fleetDetails": details]).fleetSize?.text == size)
        #expect(try Items.school("s", ["fleetDetails": details, "fleetSize": ["N": "9"]]).fleetSize?.text == "9")
        #expect(try Items.school("s", ["fleetDetails": details, "fleetSize": ["NULL": true]]).fleetSize?.text == size)
    }
}
