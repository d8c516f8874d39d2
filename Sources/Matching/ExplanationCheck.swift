import Matching

/// Whether a model's answer may be passed on to a caller.
package enum ExplanationCheck {
    /// Characters in an explanation at most.
    static let maximumCharacters = 1200

    /// Why an answer is not passed on.
    package enum Fault: String { case empty, tooLong, link, markup, refusal }

    package struct FaultError: Error {
        package let fault: Fault
        init(_ fault: Fault) { self.fault = fault }
    }

    /// The answer as it is passed on, in one paragraph, or why it is not. One that ran into the token limit is cut back to its
    /// last whole sentence.
    package static func check(_ answer: String, stopReason: String = "end_turn") -> Result<String, FaultError> {
        if stopReason == "refusal" || stopReason == "guardrail_intervened" { return .failure(FaultError(.refusal)) }
        var text = UntrustedText.clean(answer)
        if stopReason == "max_tokens" { text = WholeSentences.of(text) }
        return fault(in: text).map { .failure(FaultError($0)) } ?? .success(text)
    }

    /// What is wrong with a text that is shown on a web page; nil if nothing is.
    package static func fault(in text: String) -> Fault? {
        if text.isEmpty { return .empty }
        if text.unicodeScalars.count > maximumCharacters { return .tooLong }
        let bytes = Array(text.lowercased().utf8)
        if WebText.hasMarkup(bytes) { return .markup }
        return WebText.hasLink(bytes) ? .link : nil
    }
}

/// What is left of a text that was cut somewhere.
enum WholeSentences {
    private static let closers: [Character] = ["\"", "'", "”", "’", ")", "]"]

    /// Words before a full stop that is none: in lower case. One letter, or a word with a full stop inside, is none either.
    private static let abbreviations = [
        "st", "ste", "mt", "ft", "dr", "mr", "mrs", "ms", "jr", "sr", "inc", "ltd", "corp", "co", "approx", "vs", "etc",
        "ave", "blvd", "rd", "hwy", "apt", "est", "max", "min", "hr", "hrs", "yr", "yrs", "mo", "incl", "intl", "dept",
    ]

    /// Everything up to the last `.`, `!` or `?` that ends a sentence, with the quotes and brackets behind it; empty if there
    /// is none. Where it is not sure that a full stop is the end, it is not: less is said, but nothing false.
    package static func of(_ text: String) -> String {
        let characters = Array(text)
        for index in characters.indices.reversed() where ".!?".contains(characters[index]) {
            let end = characters[(index + 1)...].firstIndex { !closers.contains($0) } ?? characters.endIndex
            if end < characters.endIndex, !characters[end].isWhitespace { continue }
            // The last "$12." may have been the start of "$12.50".
            let isCut = end == characters.endIndex
            if characters[index] == ".", !isEnd(behind: characters[..<index], isCut: isCut) { continue }
            return String(characters[..<end])
        }
        return ""
    }

    private static func isEnd(behind text: ArraySlice<Character>, isCut: Bool) -> Bool {
        guard let last = text.last else { return false }
        if last.isNumber { return !isCut }
        let word = text.reversed().prefix { $0.isLetter || $0 == "." }
        if word.count == 1 || word.contains(".") { return false }
        return !abbreviations.contains(String(word.reversed()).lowercased())
    }
}
