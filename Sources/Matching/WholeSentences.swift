/// The whole sentences of a text that was cut somewhere.
enum WholeSentences {
    private static let closers: [Character] = ["\"", "'", "”", "’", ")", "]"]

    /// Abbreviations, in lower case, whose full stop does not end a sentence. Neither does the one after a single letter or
    /// inside a word (U.S.).
    private static let abbreviations = [
        "st", "ste", "mt", "ft", "dr", "mr", "mrs", "ms", "jr", "sr", "inc", "ltd", "corp", "co", "approx", "vs", "etc",
        "ave", "blvd", "rd", "hwy", "apt", "est", "max", "min", "hr", "hrs", "yr", "yrs", "mo", "incl", "intl", "dept",
    ]

    /// Returns everything up to the last `.`, `!` or `?` that ends a sentence, with the quotes and brackets after it; empty
    /// if there is none. When in doubt, a sentence is dropped: better short than cut in half.
    static func of(_ text: String) -> String {
        let characters = Array(text)
        for index in characters.indices.reversed() where ".!?".contains(characters[index]) {
            let end = characters[(index + 1)...].firstIndex { !closers.contains($0) } ?? characters.endIndex
            if end < characters.endIndex, !characters[end].isWhitespace { continue }
            // The last "$12." may have been the start of "$12.50".
            let isCut = end == characters.endIndex
            if characters[index] == ".", !isEnd(after: characters[..<index], isCut: isCut) { continue }
            return String(characters[..<end])
        }
        return ""
    }

    private static func isEnd(after text: ArraySlice<Character>, isCut: Bool) -> Bool {
        guard let last = text.last else { return false }
        if last.isNumber { return !isCut }
        let word = text.reversed().prefix { $0.isLetter || $0 == "." }
        if word.count == 1 || word.contains(".") { return false }
        return !abbreviations.contains(String(word.reversed()).lowercased())
    }
}
