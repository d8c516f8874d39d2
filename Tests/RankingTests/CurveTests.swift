import JSON
import Matching
import Schools
import Support
import Testing

@testable import Ranking

/// The curves at chosen places, and the facts that they say.
@Suite struct CurveTests {
    /// The factor of one school as the answer has it: the share of its points in percent, and its fact; nil if it is left out.
    private func factor(
        _ factor: Factor, student: String, school: String
    ) throws -> (percent: Double, fact: String)? {
        let school = try json(#"{"schoolId":"a","name":"A"\#(school.isEmpty ? "" : ",")\#(school)}"#)
        let question = try MatchQuestion(Array(#"{"student":{\#(student)}}"#.utf8))
        let list = SchoolList([school])
        let candidate = Candidate(list.facts(0), from: question.student.location)
        let points = MatchScorer(question, list.texts).points(candidate).first { $0.factor == factor }
        return points.map { (($0.points / $0.of * 1000).rounded() / 10, $0.fact) }
    }

    private func check(
        _ name: Factor, student: String, school: String, _ percent: Double?, _ fact: String = ""
    ) throws {
        let found = try factor(name, student: student, school: school)
        #expect(found?.percent == percent)
        #expect(found?.fact ?? "" == fact)
    }

    @Test(
        arguments: [
            (1, 100, "from $1, within your $10,000"), (5000, 75, "from $5,000, within your $10,000"),
            (10_000, 50, "from $10,000, within your $10,000"), (10_500, 25, "from $10,500, above your $10,000"),
            (11_000, 0, "from $11,000, above your $10,000"), (90_000, 0, "from $90,000, above your $10,000"),
        ]) func cost(price: Int, percent: Double, fact: String) throws
    {
        let school = #""costBand":{"min":\#(price)}"#
        try check(.cost, student: #""maxBudget":10000"#, school: school, percent, fact)
        try check(.cost, student: #""maxBudget":0"#, school: school, nil)
        try check(.cost, student: #""maxBudget":10000"#, school: #""costBand":{"min":0}"#, nil)
    }

    @Test func costBeyondAllMeasure() throws {
        let school = #""costBand":{"min":1e100}"#
        try check(
            .cost, student: #""maxBudget":10000"#, school: school, 0,
            "from over $1,000,000,000,000, above your $10,000")
    }

    @Test(
        arguments: [
            (0.0, 100, "less than a mile away"), (0.0145, 99.3, "1 mile away"), (2.1709, 50, "150 miles away"),
            (90, 2.4, "6,219 miles away"),
        ]) func location(degrees: Double, percent: Double, fact: String) throws
    {
        let student = #""location":{"lat":0,"lon":20}"#
        let school = #""coordinates":{"lat":\#(degrees),"lng":20}"#
        try check(.location, student: student, school: school, percent, fact)
        try check(.location, student: #""location":{"lat":0}"#, school: school, nil)
        try check(.location, student: student, school: "", nil)
    }

    @Test(
        arguments: [
            ("5", "1000000", 100, "5 of 5 stars from 1,000,000 reviews"), ("4", "7", 41, "4 of 5 stars from 7 reviews"),
            ("5", "20", 65.6, "5 of 5 stars from 20 reviews"), ("5", "0", 41, "5 of 5 stars from 0 reviews"),
            ("4.55", "1", 42, "4.55 of 5 stars from 1 review"), ("0", "180", 0, "0 of 5 stars from 180 reviews"),
        ]) func quality(rating: String, reviews: String, percent: Double, fact: String) throws
    {
        let school = #""avgRating":\#(rating),"reviewCount":\#(reviews)"#
        try check(.quality, student: "", school: school, percent, fact)
        try check(.quality, student: "", school: #""reviewCount":\#(reviews)"#, nil)
    }

    @Test(
        arguments: [
            (#""PPL""#, 70, "offers PPL"), (#""IR","PPL""#, 77.5, "offers PPL and 1 more program"),
            (#""PPL","IR","CPL","CFII","ATPL""#, 100, "offers PPL and 4 more programs"),
            (#""IR""#, 0, "does not offer PPL"), ("", 0, "does not offer PPL"),
        ]) func program(programs: String, percent: Double, fact: String) throws
    {
        let school = #""programs":[\#(programs)]"#
        try check(.program, student: #""trainingGoal":"PPL""#, school: school, percent, fact)
        try check(.program, student: #""trainingGoal":"Other""#, school: school, nil)
        try check(.program, student: "", school: school, nil)
    }

    @Test(
        arguments: [
            ("Part61", 100, "Part 61, as you prefer"), ("Both", 100, "Part 61 and Part 141"),
            ("Part141", 0, "Part 141, not Part 61"), ("Part 61", nil, ""),
        ] as [(String, Double?, String)]) func trainingType(type: String, percent: Double?, fact: String) throws
    {
        let school = #""trainingType":"\#(type)""#
        try check(.trainingType, student: #""trainingTypePreference":"Part61""#, school: school, percent, fact)
        try check(.trainingType, student: #""trainingTypePreference":"Both""#, school: school, nil)
    }

    @Test(
        arguments: [
            ("PPL", 60, 55, 50, "60 hours to PPL on average"), ("PPL", nil, 60, 50, "PPL planned with 60 hours"),
            ("IR", 60, 42, 50, "IR planned with 42 hours"), ("IR", 60, nil, 50, "60 hours to PPL on average"),
            ("Other", 60, 42, 50, "60 hours to PPL on average"), ("", 30, 42, 98.5, "30 hours to PPL on average"),
            ("", nil, 42, nil, ""), ("ATPL", nil, 120, 98.5, "ATPL planned with 120 hours"),
            ("CFII", nil, 60, 1.5, "CFII planned with 60 hours"), ("CPL", nil, 0, 100, "CPL planned with 0 hours"),
        ] as [(String, Int?, Int?, Double?, String)]) func efficiency(
            goal: String, average: Int?, planned: Int?, percent: Double?, fact: String
        ) throws
    {
        let signals = average.map { #""avgHoursToPPL":\#($0)"# } ?? ""
        let hours = planned.map { #","durationHours":\#($0)"# } ?? ""
        try check(
            .efficiency, student: #""trainingGoal":"\#(goal)""#,
            school: """
                "verificationDetails":{"fspSignals":{\(signals)}},
                "programDetails":[{"certification":"\(goal)"\(hours)}]
                """, percent, fact)
    }

    @Test(arguments: [
        ("Intensive", 90, 28.2), ("Part-time", 90, 53.1), ("Flexible", 90, 81), ("Intensive", 100, 100),
        ("Flexible", 0, 0),
    ]) func schedule(intensity: String, consistency: Int, percent: Double) throws {
        let school = #""verificationDetails":{"fspSignals":{"scheduleConsistency":\#(consistency)}}"#
        let student = #""intensityPreference":"\#(intensity)""#
        try check(.schedule, student: student, school: school, percent, "\(consistency) % of lessons as planned")
        try check(.schedule, student: "", school: school, nil)
        try check(.schedule, student: student, school: "", nil)
    }

    @Test(
        arguments: [
            ("Cessna 172", 100, "flies Cessna 172S Skyhawk SP"), ("cessna 182", 25, "flies Cessna 172S Skyhawk SP"),
            ("DA 40", 100, "flies Diamond DA-40"), ("da40", 100, "flies Diamond DA-40"),
            ("jet", 0, "no aircraft like it"), ("?", 0, "no aircraft like it"),
            ("www", 100, "flies an aircraft like it"),
        ]) func aircraft(wish: String, percent: Double, fact: String) throws
    {
        let school = #"""
            "fleetDetails":[{"aircraftType":"Cessna 172S Skyhawk SP"},{"aircraftType":"Diamond DA-40"},
              {"aircraftType":"www.example.com"}]
            """#
        try check(.aircraft, student: #""aircraftPreference":"\#(wish)""#, school: school, percent, fact)
        try check(.aircraft, student: "", school: school, nil)
        try check(.aircraft, student: #""aircraftPreference":"\#(wish)""#, school: #""fleetDetails":[{}]"#, nil)
    }

    @Test func curvesNeverRiseOrFallTheWrongWay() {
        for step in 1..<2000 {
            let (a, b) = (Double(step - 1), Double(step))
            #expect(CostCurve.fit(a / 1000) >= CostCurve.fit(b / 1000))
            #expect(LocationCurve.fit(a * 6) > LocationCurve.fit(b * 6))
            #expect(QualityCurve.fit(a / 400, reviews: 9) < QualityCurve.fit(b / 400, reviews: 9))
            #expect(EfficiencyCurve.fit(a / 4, .ir) >= EfficiencyCurve.fit(b / 4, .ir))
        }
    }

    @Test(arguments: [
        (0.0, "0"), (18.4, "18.4"), (100, "100"), (3.756, "3.76"), (0.05, "0.05"), (0.004, "0"), (7.10, "7.1"),
        (Double(Float(58.2)), "58.2"), (1e12, "1000000000000"),
    ]) func numbersHaveTwoDecimalsAtMost(value: Double, text: String) { #expect(Hundredths.text(value) == text) }
}
