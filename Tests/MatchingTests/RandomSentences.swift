import Foundation
import Support

@testable import Matching

/// Random matches, and random sentences about them, as a model might write them.
struct RandomSentences {
    private enum Amount { case budget, low, high, miles, instructors, score, part }
    private enum Piece {
        case text(String)
        case number(Amount)
    }

    private var chance: Chance
    private(set) var facts: MatchFacts
    private let amounts: [Amount: Int]

    init(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let low = Int.random(in: 40...1200, using: &chance) * 125
        let amounts: [Amount: Int] = [
            .low: low, .high: low + Int.random(in: 1...200, using: &chance) * 50,
            .budget: Int.random(in: 160...6000, using: &chance) * 25 + 7, .miles: .random(in: 3...3000, using: &chance),
            .instructors: .random(in: 2...99, using: &chance), .score: .random(in: 0...99, using: &chance),
            .part: [61, 141].randomElement(using: &chance) ?? 61,
        ]
        func amount(_ amount: Amount) -> Int { amounts[amount] ?? 0 }
        let degrees = Double(amount(.miles)) / (3959 * Double.pi / 180)
        facts = try Matches.facts(
            """
            {"student":{"maxBudget":\(amount(.budget)),"location":{"city":"Here","lat":0,"lon":0}},
             "school":{"name":"Sky School","location":{"city":"There","lat":0,"lon":\(degrees)},
              "costBand":{"min":\(low),"max":\(amount(.high))},"trainingType":"Part\(amount(.part))",
              "instructorCount":\(amount(.instructors))},"matchScore":\(amount(.score)).3}
            """)
        (self.chance, self.amounts) = (chance, amounts)
    }

    /// Returns a sentence, and the same one with one of its numbers changed.
    mutating func next() -> (good: String, changed: String) {
        let pieces = Self.carriers.randomElement(using: &chance) ?? []
        var places: [Int] = []
        for (index, piece) in pieces.enumerated() { if case .number = piece { places.append(index) } }
        let changed = places.randomElement(using: &chance)
        var texts = (good: "", changed: "")
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text): texts = (texts.good + text, texts.changed + text)
            case .number(let amount):
                let number = amounts[amount] ?? 0
                let style = Int.random(in: 0..<12, using: &chance)
                texts.good += Self.spell(number, amount, style)
                texts.changed += Self.spell(index == changed ? other(than: number) : number, amount, style)
            }
        }
        return texts
    }

    /// Returns a number that is near the given one, or looks like it, and is no fact at all.
    private mutating func other(than number: Int) -> Int {
        while true {
            let digit = [1, 10, 100, 1000].randomElement(using: &chance) ?? 1
            let candidates = [number + digit, number - digit, number * 10, number / 10, number + 2 * digit]
            if let other = candidates.randomElement(using: &chance), other > 1, other != 100,
                !amounts.values.contains(other)
            {
                return other
            }
        }
    }

    private static func spell(_ number: Int, _ amount: Amount, _ style: Int) -> String {
        switch amount {
        case .budget, .low, .high: dollars(number, style)
        case .miles: count(number, "mile", style)
        case .instructors:
            count(number, ["instructor", "flight instructor", "certified instructor", "CFI"][style % 4], style / 4)
        case .score:
            [
                "\(number)", "\(number)/100", "\(number) of 100", "\(number)%", "\(number) points",
                English.words(number),
            ][
                style % 6]
        case .part: ["Part \(number)", "Part\(number)", "part \(number)", "Part-\(number)"][style % 4]
        }
    }

    private static func dollars(_ number: Int, _ style: Int) -> String {
        let thousands = English.thousands(number)
        let styles = [
            "$\(English.grouped(number))", "$\(number)", "\(English.grouped(number)) dollars", "USD \(number)",
            "$\(thousands)k", "\(thousands) thousand dollars", "$\(thousands) thousand", "$\(thousands)K",
            "\(English.words(number)) dollars", "\(English.words(number, and: true, hyphen: " ")) dollars",
            "US$\(English.grouped(number, by: " "))", "$\(English.grouped(number)).00",
        ]
        return styles[style]
    }

    private static func count(_ number: Int, _ noun: String, _ style: Int) -> String {
        let plural = noun + (number == 1 ? "" : "s")
        switch style % 6 {
        case 0: return "\(English.grouped(number)) \(plural)"
        case 1: return "\(English.words(number)) \(plural)"
        case 2: return "\(number) \(plural)"
        case 3: return "\(English.words(number, and: true)) \(plural)"
        case 4: return "\(number)-\(noun)"
        default: return "\(number).0 \(plural)"
        }
    }

    private static let carriers: [[Piece]] = [
        [.text("Sky School costs "), .number(.low), .text(" to "), .number(.high), .text(" in all.")],
        [
            .text("Training there is "), .number(.low), .text("–"), .number(.high), .text("; your budget is "),
            .number(.budget), .text("."),
        ],
        [.text("You have "), .number(.budget), .text(" to spend.")],
        [
            .text("You can expect to pay between "), .number(.low), .text(" and "), .number(.high),
            .text(", all included."),
        ],
        [
            .text("There is "), .number(.miles), .text(" between you and the school, with "), .number(.instructors),
            .text(" waiting."),
        ],
        [.text("A "), .number(.miles), .text(" trip takes you to one of the "), .number(.part), .text(" schools.")],
        [.text("With "), .number(.instructors), .text(" on staff, you get one-on-one time from the first lesson.")],
        [.text("It scores "), .number(.score), .text(" because of its price, "), .number(.low), .text(" and up.")],
        [
            .text("The match is "), .number(.score), .text(", and the "), .number(.part),
            .text(" training is what you asked for."),
        ],
        [
            .text("You’d train under "), .number(.part), .text(" ("), .number(.instructors), .text(", "),
            .number(.miles), .text(" away)."),
        ],
        [
            .text("At most you would pay "), .number(.high), .text(", against the "), .number(.budget),
            .text(" you planned."),
        ],
    ]
}
