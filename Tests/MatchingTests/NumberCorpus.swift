import Foundation
import Support

@testable import Matching

/// The sentences of `Corpus/sentences.txt`: below each body of a request those that a model might write about it, with their
/// numbers in brackets.
enum NumberCorpus {
    struct Sentence {
        let facts: MatchFacts
        /// What stands between the numbers, and the numbers at odd places.
        let parts: [String]
        /// The numbers of all sentences about the same match, in digits.
        let known: Set<String>

        var text: String { parts.joined() }
    }

    static func all() throws -> [Sentence] {
        let file = Parts.root.appending(path: "Tests/MatchingTests/Corpus/sentences.txt")
        var sentences: [Sentence] = []
        for block in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\n") {
            let lines = block.split(separator: "\n").map(String.init)
            guard let body = lines.first else { continue }
            let facts = try Matches.facts(body)
            let parts = lines.dropFirst().map { $0.components(separatedBy: CharacterSet(charactersIn: "[]")) }
            let known = Set(parts.joined().flatMap { $0.split { !$0.isNumber && !",.".contains($0) }.map(digits) })
            sentences += parts.map { Sentence(facts: facts, parts: $0, known: known) }
        }
        return sentences
    }

    /// The digits of a number, without those that say nothing: 1.2 is 1.20.
    private static func digits(_ text: Substring) -> String {
        let digits = text.filter(\.isNumber)
        return text.contains(".") ? String(digits.reversed().drop { $0 == "0" }.reversed()) : digits
    }

    /// Returns the sentence with one of its numbers changed, in every way in which one digit or one word can be.
    static func changes(of sentence: Sentence) -> [String] {
        stride(from: 1, to: sentence.parts.count, by: 2).flatMap { place in
            (digitChanges(sentence.parts[place], sentence.known) + wordChanges(sentence.parts[place])).map { changed in
                var parts = sentence.parts
                parts[place] = changed
                return parts.joined()
            }
        }
    }

    private static func digitChanges(_ text: String, _ known: Set<String>) -> [String] {
        let characters = Array(text)
        return characters.indices.flatMap { index -> [String] in
            guard let digit = characters[index].wholeNumberValue else { return [] }
            return [digit + 1, digit + 5].compactMap { other in
                var changed = characters
                changed[index] = Character(String(other % 10))
                // Only the number that the digit is in.
                let start = changed[..<index].lastIndex { $0.isLetter || $0.isWhitespace || "$/-".contains($0) } ?? -1
                let end = changed[index...].firstIndex { $0.isLetter || $0.isWhitespace || "/-".contains($0) }
                let number = digits(Substring(String(changed[(start + 1)..<(end ?? changed.count)])))
                return known.contains(number) ? nil : String(changed)
            }
        }
    }

    private static let others = [
        "one": "three", "two": "six", "three": "eight", "four": "nine", "five": "two", "six": "three", "seven": "five",
        "eight": "six", "nine": "four", "ten": "eleven", "eleven": "thirteen", "twelve": "fourteen",
        "fourteen": "sixteen", "fifteen": "eighteen", "eighteen": "nineteen", "twenty": "thirty", "thirty": "forty",
        "forty": "fifty", "fifty": "sixty", "sixty": "seventy-three", "seventy": "eighty", "ninety": "twenty",
        "hundred": "thousand", "thousand": "million", "million": "thousand", "dozen": "two dozen", "grand": "hundred",
        "a": "eight",
    ]

    private static func wordChanges(_ text: String) -> [String] {
        let words = text.components(separatedBy: " ")
        return words.indices.flatMap { index in
            let parts = words[index].components(separatedBy: "-")
            return parts.indices.compactMap { part -> String? in
                guard let other = others[parts[part].lowercased()], text != "a hundred" || part > 0 else { return nil }
                var changed = (words: words, parts: parts)
                changed.parts[part] = other
                changed.words[index] = changed.parts.joined(separator: "-")
                return changed.words.joined(separator: " ")
            }
        }
    }
}
