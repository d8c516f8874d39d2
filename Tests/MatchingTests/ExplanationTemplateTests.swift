import Foundation
import Support
import Testing

@testable import Matching

@Suite struct ExplanationTemplateTests {
    private static let strayWords = [
        "undefined", "nil", "null", "Optional", "NaN", "inf", "  ", " ,", " .", " !", ",,", "..", ",.", "()", "( ",
        " )", "\n", "$0 ",
        "$0.", "$0,", " 0 miles", " 1 miles", "-", "999999", "\"\"",
    ]

    private func text(student: String = "", school: String = "", score: String = "80") throws -> String {
        ExplanationTemplate(MatchFacts(request: try Matches.request(student: student, school: school, score: score)))
            .text
    }

    @Test func everyCombinationIsGrammatical() throws {
        var texts: Set<String> = []
        var count = 0
        try TemplateCases.visit { request in
            texts.insert(ExplanationTemplate(MatchFacts(request: request)).text)
            count += 1
        }
        #expect(count > 50_000 && texts.count > 1000)
        for text in texts { #expect(faults(text) == [], "\(text)") }
    }

    private func faults(_ text: String) -> [String] {
        var faults = Self.strayWords.filter { text.contains($0) }
        if text.first?.isUppercase != true { faults.append("start") }
        if text.last != ".", text.last != "!" { faults.append("end") }
        if text.unicodeScalars.count > 1200 { faults.append("length") }
        if let fault = ExplanationCheck(schoolName: nil).fault(in: text) { faults.append("\(fault)") }
        let words = text.split(separator: " ")
        var sentences = 1
        for (word, next) in zip(words, words.dropFirst()) {
            if word.last == "." || word.last == "!" {
                sentences += 1
                if next.first?.isUppercase != true { faults.append("sentence") }
            }
            guard word == "a" || word == "an" || word == "A" || word == "An", let sound = next.first else { continue }
            if "aeiou".contains(sound) != (word.count == 2) { faults.append("article") }
        }
        if sentences > 3 { faults.append("more than three sentences") }
        return faults
    }

    @Test func theSameFactsAreTheSameText() throws {
        let first = try text(student: #""maxBudget":9"#, school: #""name":"A","costBand":{"min":5}"#)
        for _ in 0..<5 {
            #expect(try text(student: #""maxBudget":9"#, school: #""costBand":{"min":5},"name":"A""#) == first)
        }
    }

    @Test(arguments: [
        ("95", true, "Test is an exceptional match for your flight training, and the price works too!"),
        ("95", false, "Test is an exceptional match for your flight training!"),
        ("85", false, "Test is an excellent match for your flight training."),
        ("75", false, "Test is a very good match for your flight training."),
        ("65", false, "Test is a good match for your flight training, well worth a closer look."),
        ("64", true, "Test is a decent match for your flight training, and it fits your budget."),
        ("64", false, "Test is a decent match for your flight training; compare it with others before you decide."),
    ]) func theToneIsTheScoresAndTheBudgets(score: String, isWithin: Bool, opening: String) throws {
        let text = try text(
            student: #""maxBudget":\#(isWithin ? 20_000 : 5000)"#,
            school: #""name":"Test","costBand":{"min":9000,"max":12000}"#,
            score: score)
        #expect(text.hasPrefix(opening + " "))
        #expect(text.contains(isWithin ? "stays within your budget of $20,000" : "above your budget of $5,000"))
    }

    @Test(arguments: [
        (#""trainingGoal":"IR""#, #""primaryProgram":"IR""#, "with the very program that you want."),
        (
            #""trainingTypePreference":"Part61""#, #""trainingType":"Both""#,
            "with the type of training that you prefer."
        ),
        (#""location":{"lat":30,"lon":-97}"#, #""location":{"lat":30.1,"lon":-97}"#, "and it is close to you."),
    ]) func theStrongestFactThatFitsIsTheReason(student: String, school: String, reason: String) throws {
        #expect(try text(student: student, school: school).contains(", \(reason)"))
        #expect(try !text(student: student).contains(reason) && !text(school: school).contains(reason))
    }

    @Test(arguments: [
        ("PPL", "your private pilot training"), ("ppl", "your private pilot training"),
        ("IR", "your instrument rating"),
        ("CPL", "your commercial pilot training"), ("CFII", "your instrument instructor training"),
        ("ATPL", "your airline transport pilot training"), ("Seaplane <b>", "your flight training"),
    ]) func theGoalIsNamed(goal: String, words: String) throws {
        #expect(try text(student: #""trainingGoal":"\#(goal)""#) == "This school is a very good match for \(words).")
    }

    @Test(arguments: [
        (
            #""costBand":{"min":9000,"max":12000}"#, 10_000,
            "costs $9,000 to $12,000, and your budget of $10,000 covers the lower end"
        ),
        (#""costBand":{"min":9000}"#, 10_000, "Training there costs $9,000 or more."),
        (#""costBand":{"min":9000}"#, 8000, "At $9,000 or more, the training is above your budget of $8,000"),
        (#""costBand":{"max":12000}"#, 12_000, "At up to $12,000, the training stays within your budget of $12,000."),
    ]) func costsAreSaidAsFarAsTheyAreKnown(school: String, budget: Int, words: String) throws {
        #expect(try text(student: #""maxBudget":\#(budget)"#, school: school).contains(words))
    }

    @Test(arguments: [
        ("30", "less than a mile from you."), ("30.0145", "about 1 mile from you."), ("31", "about 69 miles from you."),
        ("60", "about 2,073 miles from you."),
    ]) func theDistanceIsRounded(latitude: String, words: String) throws {
        let text = try text(
            student: #""location":{"lat":30,"lon":-97}"#,
            school: #""location":{"city":"X","lat":\#(latitude),"lon":-97}"#)
        #expect(text.hasSuffix("The school is in X, \(words)"))
    }

    @Test(arguments: [
        "https://evil.example", "Fly at evil.com/now now", "mail@evil.example", "<b>Sky</b>", "<script>", "[x](y)",
        "javascript:x", "Sky&lt;b&gt;", "**Sky**", "# Sky",
    ]) func aNameThatNoAnswerMayCarryIsNotRepeated(name: String) throws {
        let text = try text(school: #""name":"\#(name)","location":{"city":"\#(name)","state":"TX"}"#)
        #expect(text == "This school is a very good match for your flight training.")
    }

    /// Only the school's name may look like a host.
    @Test func aPlaceThatIsALinkIsNotRepeated() throws {
        let text = try text(school: #""name":"Fly at evil.com now","location":{"city":"evil.com"}"#)
        #expect(text == "Fly at evil.com now is a very good match for your flight training.")
    }

    /// A name stays as it is given, at the start of a sentence too.
    @Test(arguments: [
        "test", "école de l’air", "1st Flight", "Smith & Sons", "ACME Inc.", "iFly Academy", "eVTOL school", "ßky",
        "FlyLearn.com",
        "ﬂy", "ǆet", "IJs", "滑翔机", "#1 Flight School", "A*Star",
    ]) func aNameStaysAsItIs(name: String) throws {
        #expect(try text(school: #""name":"\#(name)""#).utf8.starts(with: "\(name) is a".utf8))
    }

    @Test func theLongestIsShortEnough() throws {
        let long = String(repeating: "x", count: 200)
        let text = try text(
            student: #""maxBudget":1,"trainingGoal":"ATPL","location":{"lat":-90,"lon":0}"#,
            school: """
                "name":"\(long)","costBand":{"min":999999999999,"max":1000000000000},"primaryProgram":"ATPL",
                "location":{"city":"\(long)","state":"\(long)","lat":90,"lon":0}
                """)
        #expect(text.unicodeScalars.count <= 1200 && ExplanationCheck(schoolName: nil).fault(in: text) == nil)
    }

    @Test func theHealthCheckReadsWell() throws {
        let facts = try Matches.facts(Matches.healthCheck)
        #expect(ExplanationTemplate(facts).text == "Test is an excellent match for your private pilot training.")
    }
}
