/// Finds words of praise and blame that are not the match's own. The word is chosen by code, and a model that has another one
/// tells a student something that the score does not.
struct QualityWords {
    /// The match's own word, which may be two: `very good`.
    private let own: String
    /// Texts that strangers typed, such as the name of `Perfect Landing Academy`.
    private let typed: [TokenText]

    init(_ facts: MatchFacts) {
        own = facts.matchWord
        typed = facts.told.filter(\.isTyped).map { TokenText($0.text) }
    }

    /// Words that judge, wherever they stand.
    private static let absolute: Set = [
        "perfect", "perfectly", "ideal", "ideally", "outstanding", "superb", "superbly", "flawless", "flawlessly",
        "exceptional",
        "exceptionally", "excellent", "excellently", "unbeatable", "unmatched", "unrivaled", "unrivalled",
        "unparalleled",
        "phenomenal", "stellar", "amazing", "amazingly", "fantastic", "incredible", "incredibly", "terrific",
        "magnificent",
        "marvelous", "extraordinary", "spectacular", "brilliant", "awesome", "sensational", "finest", "superior",
        "mediocre",
        "terrible", "awful",
    ]
    /// Words that judge where they belong to one of `nouns`.
    private static let relative: Set = [
        "good", "great", "decent", "best", "better", "nice", "fine", "wonderful", "strong", "solid", "fair",
        "reasonable", "poor",
        "weak", "bad", "top", "okay", "ok", "super", "splendid", "adequate", "acceptable", "promising", "impressive",
        "close",
    ]
    private static let nouns: Set = ["match", "matches", "fit", "choice", "option", "pick", "candidate", "pairing"]
    private static let degrees: Set = [
        "very", "extremely", "really", "pretty", "fairly", "quite", "rather", "reasonably", "highly", "hardly", "not",
    ]
    private static let verbs: Set = ["is", "are", "looks", "seems", "was"]

    /// Whether a text has no word for the match but its own.
    func allow(_ text: String) -> Bool {
        let tokens = TokenText(text)
        return tokens.tokens.indices.allSatisfy { index in
            guard let word = tokens.word(index) else { return true }
            if Self.absolute.contains(word) { return word == own || word == own + "ly" || isQuoted(tokens, index) }
            guard Self.relative.contains(word), Self.judges(tokens, index) else { return true }
            let degrees = Self.degrees(tokens, before: index)
            return (degrees + [word]).joined(separator: " ") == own
        }
    }

    /// Whether the word is of a `good (local) match`, or of `the match is good`.
    private static func judges(_ tokens: TokenText, _ index: Int) -> Bool {
        for next in (index + 1)...(index + 3) {
            guard let word = tokens.word(next), !NumberUnit.ends.contains(word) else { break }
            if nouns.contains(word) { return true }
        }
        let verb = index - 1 - degrees(tokens, before: index).count
        return tokens.word(verb).map(verbs.contains) == true && tokens.word(verb - 1).map(nouns.contains) == true
    }

    /// Returns the words right before `index` that make it more or less: `not very`.
    private static func degrees(_ tokens: TokenText, before index: Int) -> [String] {
        guard let word = tokens.word(index - 1), degrees.contains(word) else { return [] }
        return degrees(tokens, before: index - 1) + [word]
    }

    /// Whether the word stands here as it stands in a text that a stranger typed: beside the same word, or as all of it.
    private func isQuoted(_ tokens: TokenText, _ index: Int) -> Bool {
        if tokens.word(index + 1).map(Self.nouns.contains) == true { return false }
        return typed.contains { text in
            text.tokens.indices.contains { place in
                guard text[place] == tokens[index] else { return false }
                return text.tokens.count == 1 || text[place + 1] != nil && text[place + 1] == tokens[index + 1]
                    || text[place - 1] != nil && text[place - 1] == tokens[index - 1]
            }
        }
    }
}
