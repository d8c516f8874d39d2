import JSON
import Support
import Testing

@testable import GetSchools

@Suite struct SchoolFilterTests {
    private func matches(_ parameters: KeyValuePairs<String, String>, _ fields: KeyValuePairs<String, JSONValue>) throws
        -> Bool
    {
        try Queries.query(parameters).selects(try Items.school("s", fields))
    }

    @Test(
        arguments: [
            (["state": ["S": "CA"]], true), (["state": ["S": "TX"]], false), (["state": ["S": "ca"]], false),
            ([:], false),
            (["location": ["M": ["state": ["S": "CA"]]]], true), (["location": ["M": ["state": ["S": "TX"]]]], false),
            (["location": ["S": "Fresno, CA"]], false), (["location": ["NULL": true]], false),
            (["state": ["NULL": true], "location": ["M": ["state": ["S": "CA"]]]], true),
            (["state": ["S": "CA"], "location": ["M": ["state": ["NULL": true]]]], true),
            (["state": ["NULL": true], "location": ["M": ["state": ["S": "TX"]]]], false),
            (["state": ["NULL": true], "location": ["M": ["state": ["NULL": true]]]], false),
            (["state": ["S": ""], "location": ["M": ["state": ["S": "CA"]]]], true),
            // The flat one decides where the two disagree.
            (["state": ["S": "CA"], "location": ["M": ["state": ["S": "TX"]]]], true),
            (["state": ["S": "TX"], "location": ["M": ["state": ["S": "CA"]]]], false),
        ] as [(JSONValue, Bool)]) func state(fields: JSONValue, isMatch: Bool) throws
    {
        let item = JSONValue.object([("name", ["S": "x"]), ("schoolId", ["S": "s"])] + (fields.members ?? []))
        #expect(try Queries.query(["state": "CA"]).selects(Items.decode(item.text)) == isMatch)
    }

    @Test(arguments: [
        ("Part61", "Part61", true), ("Part61", "Both", true), ("Part61", "Part141", false), ("Part61", "part61", false),
        ("Part141", "Both", true), ("Part141", "Part141", true), ("Part141", "", false), ("Both", "Part61", true),
        ("Both", "", true), ("Both", "Other", true),
    ]) func trainingType(asked: String, offered: String, isMatch: Bool) throws {
        #expect(try matches(["trainingType": asked], ["trainingType": ["S": .string(offered)]]) == isMatch)
    }

    @Test func withoutATrainingType() throws {
        #expect(try !matches(["trainingType": "Part61"], [:]))
        #expect(try matches(["trainingType": "Both"], [:]))
        #expect(try !matches(["trainingType": "Part61"], ["trainingType": ["L": [["S": "Part61"]]]]))
    }

    @Test(
        arguments: [
            ("PPL", ["L": [["S": "PPL"], ["S": "IR"]]], true), ("PPL", ["SS": ["IR", "PPL"]], true),
            ("ATPL,IR", ["SS": ["IR"]], true), ("ATPL", ["SS": ["IR"]], false), ("PPL", ["L": []], false),
            ("PPL", ["S": "PPL"], false), ("PPL", ["L": [["N": "1"], ["NULL": true], ["L": [["S": "PPL"]]]]], false),
            ("PPL", ["L": [["N": "1"], ["S": "PPL"]]], true), ("PPL", ["SS": ["ppl"]], false),
            ("IR", ["SS": ["CIRX"]], false),
            ("PPL", ["M": ["PPL": ["S": "PPL"]]], false), ("PPL", ["NULL": true], false),
            ("CPL", ["SS": ["\u{43}PL"]], true),
        ] as [(String, JSONValue, Bool)]) func programs(asked: String, offered: JSONValue, isMatch: Bool) throws
    {
        #expect(try matches(["programs": asked], ["programs": offered]) == isMatch)
    }

    @Test(arguments: [
        ("9000", "8999.99", true), ("9000", "9000", true), ("9000", "9000.00", true), ("9000", "9E+3", true),
        ("9000", "9000.01", false), ("9000", "9000.0000000000000000000000000000000001", false), ("0", "0", true),
        ("0", "-0", true), ("0", "0.01", false), ("0", "-5", true), ("007", "7", true),
        ("99999999999999999999999999999999999999", "99999999999999999999999999999999999998", true),
        ("99999999999999999999999999999999999998", "99999999999999999999999999999999999999", false),
    ]) func budget(asked: String, price: String, isMatch: Bool) throws {
        #expect(try matches(["maxBudget": asked], ["costBand": ["M": ["min": Items.number(price)]]]) == isMatch)
    }

    @Test(arguments: [["M": [:]], ["M": ["min": ["NULL": true]]], ["M": ["max": ["N": "1"]]]] as [JSONValue])
    func withoutAPriceASchoolIsNotWithinABudget(costBand: JSONValue) throws {
        #expect(try !matches(["maxBudget": "99999"], ["costBand": costBand]))
        #expect(try !matches(["maxBudget": "99999"], [:]))
        #expect(try matches([:], ["costBand": costBand]))
    }

    @Test func allOfItMustHold() throws {
        let fields: KeyValuePairs<String, JSONValue> = [
            "state": ["S": "CA"], "trainingType": ["S": "Part61"], "programs": ["SS": ["PPL"]],
            "costBand": ["M": ["min": ["N": "100"]]],
        ]
        #expect(try matches(["state": "ca", "trainingType": "Part61", "programs": "PPL", "maxBudget": "100"], fields))
        #expect(try !matches(["state": "tx", "trainingType": "Part61", "programs": "PPL", "maxBudget": "100"], fields))
        #expect(
            try !matches(["state": "ca", "trainingType": "Part141", "programs": "PPL", "maxBudget": "100"], fields))
        #expect(try !matches(["state": "ca", "trainingType": "Part61", "programs": "IR", "maxBudget": "100"], fields))
        #expect(try !matches(["state": "ca", "trainingType": "Part61", "programs": "PPL", "maxBudget": "99"], fields))
    }
}
