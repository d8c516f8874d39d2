/// What a number counts: a fact about miles allows no number of dollars.
enum NumberUnit {
    case dollars, miles, instructors, percent, time
    /// A part of the regulations, such as Part 141.
    case part
    /// Of a score.
    case points

    /// Words after which the noun that a number or an adjective belongs to does not follow any more.
    static let ends: Set = [
        "and", "or", "to", "of", "in", "at", "on", "for", "from", "with", "within", "by", "is", "are", "as", "but",
        "so", "you",
        "your", "the", "a", "an", "which", "that",
    ]

    /// Returns what the words around the tokens `start..<end` tell, nil if they do not.
    init?(_ tokens: TokenText, from start: Int, to end: Int) {
        if ["part", "parts"].contains(tokens.word(tokens.before(start))) {
            self = .part
            return
        }
        if tokens.sign(end) == "%" {
            self = .percent
            return
        }
        // One or two words may stand between: `12 certified flight instructors`.
        var index = tokens.after(end)
        for _ in 0..<3 {
            guard let word = tokens.word(index), !Self.ends.contains(word) else { return nil }
            if let unit = Self.of(word) {
                self = unit
                return
            }
            index = tokens.after(index + 1)
        }
        return nil
    }

    /// Whether a sign or a name of dollars stands before the token `index`.
    static func isMoney(_ tokens: TokenText, before index: Int) -> Bool {
        tokens.sign(index - 1) == "$" || tokens.word(index - 1) == "usd"
    }

    private static func of(_ word: String) -> NumberUnit? {
        switch word {
        case "dollar", "dollars", "usd", "bucks": .dollars
        case "mile", "miles", "mi": .miles
        case "instructor", "instructors", "cfi", "cfis", "teachers": .instructors
        case "percent": .percent
        case "point", "points": .points
        case "hour", "hours", "hr", "hrs", "h", "minute", "minutes", "day", "days", "week", "weeks", "month", "months",
            "year",
            "years":
            .time
        default: nil
        }
    }
}
