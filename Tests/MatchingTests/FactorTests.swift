import APIGateway
import JSON
import Support
import Testing

@testable import Matching

@Suite struct FactorTests {
    private func body(_ factors: String) -> String {
        #"{"student":{},"school":{},"matchScore":80,"factors":\#(factors)}"#
    }

    private func told(_ factors: String) throws -> [String] {
        try Matches.facts(body(factors)).told.filter { [.strongest, .weakest].contains($0.name) }
            .map { "\($0.name): \($0.text)" }
    }

    @Test func theWeightsAreOneHundred() {
        #expect(Factor.allCases.reduce(0) { $0 + $1.weight } == 100)
        #expect(Factor.allCases.map(\.weight) == Factor.allCases.map(\.weight).sorted(by: >))
    }

    @Test func withoutFactorsNothingDecides() throws {
        for none in ["null", "[]", #"[{"name":"cost","points":0,"of":0}]"#] { #expect(try told(none) == []) }
        #expect(try Matches.request(Matches.full).factors.isEmpty)
    }

    /// What raised the score most comes first; what lowered it most is the weakest.
    @Test(arguments: [
        (#"[{"name":"cost","points":27.43,"of":30}]"#, ["strongest: the price, 27 of 30 points"]),
        (
            #"[{"name":"aircraft","points":2,"of":2},{"name":"cost","points":30,"of":30}]"#,
            ["strongest: the price, 30 of 30 points; the aircraft, 2 of 2 points"]
        ),
        (
            """
            [{"name":"cost","points":12,"of":30},{"name":"location","points":15,"of":25},
             {"name":"program","points":10,"of":10},{"name":"schedule","points":0,"of":3}]
            """,
            [
                "strongest: the program, 10 of 10 points; the distance, 15 of 25 points",
                "weakest: the price, 12 of 30 points",
            ]
        ),
        (
            """
            [{"name":"schedule","points":3,"of":3,"fact":"Weekends","x":[]},{"name":"trainingType","points":3,"of":3},
             {"name":"efficiency","points":3,"of":3},{"name":"quality","points":3,"of":3}]
            """,
            [
                "strongest: the ratings, 3 of 3 points; the training type, 3 of 3 points",
                "weakest: the schedule, 3 of 3 points",
            ]
        ),
        (
            #"[{"name":"cost","points":1,"of":30},{"name":"cost","points":90,"of":30}]"#,
            ["strongest: the price, 30 of 30 points"]
        ),
    ]) func theStrongestAndTheWeakestAreTold(factors: String, lines: [String]) throws {
        #expect(try told(factors) == lines)
    }

    @Test func theTemplateSaysTheSameWithThem() throws {
        let facts = try Matches.facts(Matches.full)
        var request = facts.request
        request.factors = try Matches.request(body(#"[{"name":"cost","points":1,"of":30}]"#)).factors
        #expect(ExplanationTemplate(MatchFacts(request: request)).text == ExplanationTemplate(facts).text)
    }

    private static let names = "cost, location, quality, program, trainingType, efficiency, schedule, aircraft"

    @Test(arguments: [
        ("7", "factors is not allowed: it must be an array of at most 8 objects"),
        ("{}", "factors is not allowed: it must be an array of at most 8 objects"),
        ("[0,1,2,3,4,5,6,7,8]", "factors is not allowed: it must be an array of at most 8 objects"),
        ("[7]", "factors[0] is not an object"), ("[null]", "factors[0] is not an object"),
        ("[{}]", "factors[0].name is missing: it must be one of \(names)"),
        (#"[{"name":null}]"#, "factors[0].name is missing: it must be one of \(names)"),
        (#"[{"name":7}]"#, "factors[0].name is not allowed: it must be one of \(names)"),
        (#"[{"name":"Cost"}]"#, "factors[0].name is not allowed: it must be one of \(names)"),
        (#"[{"name":"cost"}]"#, "factors[0].points is missing: it must be a number from 0 to 100"),
        (
            #"[{"name":"cost","points":"1","of":2}]"#,
            "factors[0].points is not allowed: it must be a number from 0 to 100"
        ),
        (
            #"[{"name":"cost","points":1,"of":2},{"name":"program","points":1}]"#,
            "factors[1].of is missing: it must be a number from 0 to 100"
        ),
        (
            #"[{"name":"cost","points":1,"of":100.5}]"#,
            "factors[0].of is not allowed: it must be a number from 0 to 100"
        ),
        (
            #"[{"name":"cost","points":-1,"of":100}]"#,
            "factors[0].points is not allowed: it must be a number from 0 to 100"
        ),
    ]) func aFactorThatIsNotAllowed(factors: String, message: String) throws {
        let error = try Matches.refusal(body(factors))
        #expect(error?.status == .badRequest && error?.message == "The field \(message)")
    }
}
