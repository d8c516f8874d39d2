import Support
import Testing

@testable import Matching

/// The match is called by its own word, and by no other.
@Suite struct QualityWordsTests {
    private static let scores = [
        (97, "exceptional"), (87, "excellent"), (79, "very good"), (70, "good"), (50, "decent"),
    ]

    private func fault(_ text: String, score: Int, school: String = "Test") throws -> String? {
        let facts = MatchFacts(request: try Matches.request(school: #""name":"\#(school)""#, score: "\(score)"))
        return ExplanationCheck(facts).fault(in: text)?.rawValue
    }

    private func article(_ word: String) -> String { "aeiou".contains(word.first ?? "x") ? "an" : "a" }

    @Test(arguments: scores) func onlyTheOwnWordIsSaid(score: Int, own: String) throws {
        let words =
            Self.scores.map(\.1) + [
                "perfect", "ideal", "great", "outstanding", "superb", "strong", "solid", "poor", "fantastic", "fair",
                "better",
                "extremely good", "not very good",
            ]
        for word in words {
            for text in [
                "Test is \(article(word)) \(word) match for you.",
                "Here is \(article(word)) \(word) fit for your goal.",
                "It is \(article(word)) \(word) overall choice.", "You get \(article(word)) \(word) training match.",
            ] {
                #expect(try fault(text, score: score) == (word == own ? nil : "quality"), "\(own): \(text)")
            }
        }
    }

    @Test(arguments: [
        "It is ideally placed.", "The price fits perfectly.", "A perfect place to learn.",
        "Its teachers are outstanding.",
        "The match is perfect.", "The fit is great.", "The match looks very good.", "It is the best match for you.",
        "Simply the ideal school.", "An exceptionally good match.", "A Perfect Match.",
    ]) func anotherWordIsNot(text: String) throws { #expect(try fault(text, score: 70) == "quality", "\(text)") }

    @Test(arguments: [
        "It is a good match for you.", "The match is good.", "That is great news.", "The best next step is a visit.",
        "You will make great progress.", "A good match, and a strong start.", "Fine weather helps.",
        "It is close to you.",
        "Ask what is best for you.", "The better you plan, the less you pay.", "It matches your goal.",
    ]) func ordinaryWordsAre(text: String) throws { #expect(try fault(text, score: 70) == nil, "\(text)") }

    /// A school's name may praise. It does not become the model's word.
    @Test func aNameMayPraise() throws {
        for (name, text) in [
            ("Perfect Landing Academy", "Perfect Landing Academy is a good match."),
            ("Ideal", "Ideal is a good match."),
            ("Perfect Landing Academy", "Perfect Landing is near."), ("Fly Superior", "At Fly Superior you learn."),
        ] { #expect(try fault(text, score: 70, school: name) == nil, "\(text)") }
        for text in ["Perfect Landing is a perfect match.", "It is perfect for you."] {
            #expect(try fault(text, score: 70, school: "Perfect Landing Academy") == "quality")
        }
        #expect(try fault("It is a perfect match.", score: 70, school: "Perfect Match") == "quality")
    }
}
