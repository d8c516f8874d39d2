import Support
import Testing

@testable import Matching

@Suite struct MatchFactsTests {
    private func facts(student: String = "", school: String = "") throws -> MatchFacts {
        MatchFacts(request: try Matches.request(student: student, school: school))
    }

    @Test(arguments: [
        (1.0, "$1"), (0.6, "$1"), (999, "$999"), (999.5, "$1,000"), (1000, "$1,000"), (12_500, "$12,500"),
        (100_000, "$100,000"), (1_234_567.4, "$1,234,567"), (1e12, "$1,000,000,000,000"),
    ]) func moneyHasSeparators(amount: Double, text: String) { #expect(MatchFacts.dollars(amount) == text) }

    @Test(
        arguments: [
            ("", nil), (#""min":0,"max":0"#, nil), (#""min":0.4"#, nil), (#""min":9000"#, "$9,000 or more"),
            (#""min":9000,"max":0"#, "$9,000 or more"), (#""max":12000"#, "up to $12,000"),
            (#""min":0,"max":12000"#, "up to $12,000"), (#""min":9000,"max":12000"#, "$9,000 to $12,000"),
            (#""min":12000,"max":9000"#, "$9,000 to $12,000"), (#""min":9000,"max":9000.2"#, "$9,000"),
        ] as [(String, String?)]) func costsAreARange(band: String, text: String?) throws
    {
        #expect(try facts(school: #""costBand":{\#(band)}"#).cost == text)
    }

    /// Only what the known prices prove is said.
    @Test(
        arguments: [
            (#""min":9000,"max":12000"#, 12_000, .within), (#""min":9000,"max":12000"#, 11_999, .partly),
            (#""min":9000,"max":12000"#, 9000, .partly), (#""min":9000,"max":12000"#, 8999, .above),
            (#""min":12000,"max":9000"#, 10_000, .partly), (#""min":9000,"max":9000"#, 9000, .within),
            (#""min":9000,"max":9000"#, 8999, .above), (#""min":9000"#, 8000, .above), (#""min":9000"#, 20_000, nil),
            (#""max":12000"#, 12_000, .within), (#""max":12000"#, 11_000, nil), ("", 5000, nil),
            (#""min":9000,"max":12000"#, 0, nil),
        ] as [(String, Int, MatchFacts.BudgetFit?)]) func theBudgetFits(
            band: String, budget: Int, fit: MatchFacts.BudgetFit?
        ) throws
    {
        #expect(try facts(student: #""maxBudget":\#(budget)"#, school: #""costBand":{\#(band)}"#).budgetFit == fit)
    }

    @Test func withoutABudgetNothingFits() throws {
        #expect(try facts(school: #""costBand":{"min":1,"max":2}"#).budgetFit == nil)
    }

    @Test(
        arguments: [
            ("PPL", "ppl", true), ("PPL", "IR", false), (nil, "PPL", nil), ("PPL", nil, nil),
        ] as [(String?, String?, Bool?)]) func theProgramFits(goal: String?, program: String?, fits: Bool?) throws
    {
        let facts = try facts(
            student: goal.map { #""trainingGoal":"\#($0)""# } ?? "",
            school: program.map { #""primaryProgram":"\#($0)""# } ?? "")
        #expect(facts.programFits == fits)
    }

    @Test(
        arguments: [
            ("Part61", "part61", true), ("Part61", "Part141", false), ("Part141", "Both", true), ("Part61", nil, nil),
            (nil, "Both", nil),
        ] as [(String?, String?, Bool?)]) func theTrainingTypeFits(wanted: String?, given: String?, fits: Bool?) throws
    {
        let facts = try facts(
            student: wanted.map { #""trainingTypePreference":"\#($0)""# } ?? "",
            school: given.map { #""trainingType":"\#($0)""# } ?? "")
        #expect(facts.trainingTypeFits == fits)
    }

    @Test(
        arguments: [
            (nil, nil, nil), ("Austin", nil, "Austin"), (nil, "TX", "TX"), ("Austin", "TX", "Austin, TX"),
        ] as [(String?, String?, String?)]) func aPlaceIsWhatIsKnown(city: String?, state: String?, text: String?)
    {
        #expect(MatchFacts.place(MatchRequest.Place(city: city, state: state)) == text)
    }

    @Test func coordinatesAreNotAnywhere() throws {
        let anywhere = #""location":{"city":"Anywhere","state":"US""#
        #expect(try facts(student: "\(anywhere)}").isOpenToRelocating)
        #expect(try !facts(student: "\(anywhere),\"lat\":1,\"lon\":2}").isOpenToRelocating)
        #expect(try !facts().isOpenToRelocating)
    }
}

@Suite struct HaversineTests {
    /// Great-circle distances on a sphere of 3,959 miles, computed by the spherical law of cosines to the tenth of a mile.
    @Test(arguments: [
        ((40.6413, -73.7781), (33.9416, -118.4085), 2469.7),  // New York JFK to Los Angeles LAX
        ((51.4700, -0.4543), (40.6413, -73.7781), 3442.6),  // London to New York
        ((30.2672, -97.7431), (32.7767, -96.7970), 182.1),  // Austin to Dallas
        ((-33.9399, 151.1753), (-36.8485, 174.7633), 1340.3),  // Sydney to Auckland
        ((21.3187, -157.9225), (61.1743, -149.9962), 2780.3),  // Honolulu to Anchorage
        ((0.0, 0.0), (0.0, 1.0), 69.1), ((0.0, 179.5), (0.0, -179.5), 69.1), ((89.5, 0.0), (89.5, 180.0), 69.1),
    ]) func knownDistances(a: (Double, Double), b: (Double, Double), miles: Double) {
        #expect(abs(Haversine.miles(from: a, to: b) - miles) < 0.06)
        #expect(abs(Haversine.miles(from: b, to: a) - Haversine.miles(from: a, to: b)) < 1e-9)
    }

    @Test func antipodesAreHalfWayRound() {
        let half = Double.pi * 3959
        for (a, b) in [((0.0, 0.0), (0.0, 180.0)), ((90.0, 0.0), (-90.0, 77.0)), ((30.0, 40.0), (-30.0, -140.0))] {
            #expect(abs(Haversine.miles(from: a, to: b) - half) < 0.001)
        }
    }

    @Test func theSamePointIsNoDistance() {
        for place in [(0.0, 0.0), (90.0, 13.0), (-33.94, 151.17), (30.2672, -97.7431)] {
            #expect(Haversine.miles(from: place, to: place) == 0)
        }
        #expect(Haversine.miles(from: (10, 180), to: (10, -180)) < 0.001)
        #expect(Haversine.miles(from: (90, 0), to: (90, 120)) < 0.001)
    }

    @Test func everyDistanceIsANumber() {
        for latitude in stride(from: -90.0, through: 90, by: 7.5) {
            for longitude in stride(from: -180.0, through: 180, by: 7.5) {
                let miles = Haversine.miles(from: (latitude, longitude), to: (-latitude, longitude - 179.999_999))
                #expect(miles >= 0 && miles <= 12_438)
            }
        }
    }
}
