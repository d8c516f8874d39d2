import Support
import Testing

@testable import Matching

/// No invented number is passed on, and hardly any text is refused for a true one.
@Suite struct FactNumbersTests {
    private func isAllowed(_ text: String, _ facts: MatchFacts) -> Bool {
        ExplanationCheck(facts).fault(in: text) != .number
    }

    @Test func writtenSentencesPass() throws {
        let sentences = try NumberCorpus.all()
        #expect(sentences.count >= 120)
        for sentence in sentences {
            #expect(ExplanationCheck(sentence.facts).fault(in: sentence.text) == nil, "\(sentence.text)")
        }
    }

    @Test func writtenSentencesWithAnotherNumberDoNot() throws {
        var count = 0
        for sentence in try NumberCorpus.all() {
            for text in NumberCorpus.changes(of: sentence) {
                count += 1
                #expect(!isAllowed(text, sentence.facts), "\(text)")
            }
        }
        #expect(count >= 300)
    }

    @Test func randomSentencesPass() throws {
        var refused: [String] = []
        for seed in 0..<100 {
            var random = try RandomSentences(seed: UInt64(seed))
            for _ in 0..<10 {
                let text = random.next().good
                if ExplanationCheck(random.facts).fault(in: text) != nil { refused.append(text) }
            }
        }
        // 1 % of 1,000.
        #expect(refused.count <= 10, "\(refused.count): \(refused.prefix(20))")
    }

    @Test func randomSentencesWithAnotherNumberDoNot() throws {
        for seed in 0..<100 {
            var random = try RandomSentences(seed: UInt64(seed))
            for _ in 0..<10 {
                let (good, changed) = random.next()
                #expect(!isAllowed(changed, random.facts), "\(changed), which is not: \(good)")
            }
        }
    }

    @Test func theTemplatePasses() throws {
        var count = 0
        try TemplateCases.visit { request in
            count += 1
            if count % 97 != 0 { return }
            let facts = MatchFacts(request: request)
            let text = ExplanationTemplate(facts).text
            #expect(ExplanationCheck(facts).fault(in: text) == nil, "\(text)")
        }
    }

    /// A number of one thing is none of another, and what is no number of the facts is none in any form.
    @Test(arguments: [
        "It is 12 miles away.", "It has 26 instructors.", "It costs $12.", "It costs $26,000.", "It costs 92 dollars.",
        "You fly under Part 12.", "You fly under Part 61.", "It has 92 instructors.", "It is a 26% match.",
        "It takes 26 hours.", "It takes 12 weeks.", "It scores 100.", "It is 100% right for you.", "It has 100 planes.",
        "It is half the price.", "It costs hundreds of dollars.", "It saves thousands.", "It costs twice as much.",
        "It is a third of your budget.", "It is an hour away.", "It is a mile away.", "A couple of miles away.",
        "It costs a thousand dollars.", "Several hundred dollars are left.", "Half a dozen teach there.",
        "It has one instructor.", "It has one certified instructor.", "Just one mile away.", "It has dozens of planes.",
        "It is 26½ miles away.", "It is ２７ miles away.", "It is ٢٧ miles away.", "It costs $9.5 million.",
        "It costs $14k.", "It costs $14.3k.", "It costs about $10,000.", "It costs $9.500.", "It costs $9,50.",
        "$750 would be left.", "It has a 4.7 rating.", "Since 1998 it has been there.", "Open 24/7.", "It is the #1.",
        "It is ② miles away.", "Save 5%.", "26,000 miles", "It scores 93.", "The 172 is a Cessna.",
        "A Cessna 172 fits.",
        "You have 20 hours.", "You have 10-20 hours.", "Twelve and a half thousand dollars.", "It costs $15,00.",
        "Twenty-six hundred instructors.", "Ninety-two thousand dollars.", "12K instructors.", "It is 2.6 miles away.",
    ]) func aNumberThatIsNotAFact(text: String) throws {
        #expect(!isAllowed(text, try Matches.facts(Matches.full)), "\(text)")
    }

    /// Words that look like numbers and count nothing.
    @Test(arguments: [
        "It is one of the schools near you.", "No one is closer.", "This one fits.", "Your first solo is near.",
        "Take a second look.", "Every one of them teaches.", "One more thing: visit it.",
        "One-on-one lessons are offered.",
        "It is second to none in your list.", "Double-check the dates.", "Someone will call.", "The tenth lesson?",
        "Often there is wind.", "It is wonderful at night.", "One step at a time.", "You are at home there.",
        "The weather is great.", "That is good news for you.", "Lone Star has it all, and more.",
        "Once you fly, you know.",
    ]) func aWordThatCountsNothing(text: String) throws {
        #expect(ExplanationCheck(try Matches.facts(Matches.full)).fault(in: text) == nil, "\(text)")
    }

    @Test func lessThanAMileIsSaid() throws {
        let facts = try Matches.facts(
            #"{"student":{"location":{"lat":1,"lon":1}},"school":{"location":{"lat":1,"lon":1}},"matchScore":70}"#)
        for text in ["It is less than a mile away.", "It is under one mile.", "Less than 1 mile!"] {
            #expect(isAllowed(text, facts))
        }
        #expect(!isAllowed("It is less than 2 miles away.", facts))
    }

    /// A name may sound like an amount, and is none.
    @Test(arguments: ["Grand Junction", "Half Moon Bay", "Thousand Oaks", "Triple Creek", "Third Lake"])
    func aPlaceThatSoundsLikeAnAmountIsSaid(city: String) throws {
        let facts = try Matches.facts(
            #"{"student":{},"school":{"name":"Test","location":{"city":"\#(city)","state":"CO"}},"matchScore":70}"#)
        for text in ["You would train in \(city), CO.", "\(city) is where it is."] {
            #expect(isAllowed(text, facts), "\(text)")
        }
        for text in ["It costs half the price.", "It has thousands of hours.", "It costs a grand."] {
            #expect(!isAllowed(text, facts), "\(text)")
        }
    }

    /// Texts of any length and kind take no time to speak of, and never crash.
    @Test func anyTextIsChecked() throws {
        var chance = Chance(seed: 7)
        let check = ExplanationCheck(try Matches.facts(Matches.full))
        let words = [
            "hundred", "and", "a", "half", "-", "12", ",000", ".", "k", "one", "$", "thousand", "of", "twenty",
        ]
        for _ in 0..<500 {
            _ = check.fault(in: chance.text(upTo: 1200))
            _ = check.fault(in: (0..<200).map { _ in words.randomElement(using: &chance) ?? "" }.joined(separator: " "))
        }
        let long = (0..<240).map { _ in "hundred and" }.joined(separator: " ")
        _ = check.fault(in: "a " + long.prefix(1190))
        #expect(check.fault(in: "It fits.") == nil)
    }
}
