/// The word `one` where it counts nothing.
enum Pronoun {
    private static let before = ["no", "any", "every", "each", "this", "that", "another", "some"]
    private static let after = [
        "of", "to", "that", "which", "who", "where", "with", "for", "on", "in", "is", "you", "your", "worth", "more",
        "at",
        "if", "and", "but", "or", "thing", "place", "roof", "step", "stop", "day", "reason", "caveat", "drawback",
        "downside",
        "note", "question", "catch", "school", "way",
    ]

    /// Whether the `one` at `index` stands for something else (`this one`, `one of them`), or for no exact number (`one thing`,
    /// `one-on-one`).
    static func isOne(_ tokens: TokenText, _ index: Int) -> Bool {
        guard let next = tokens.word(tokens.after(index + 1)) else { return true }
        if after.contains(next) { return true }
        guard let last = tokens.word(tokens.before(index)) else { return false }
        return before.contains(last) || last == "on" && tokens.before(index) == index - 2
    }
}
