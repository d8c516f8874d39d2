/// A number that a text says, in whatever spelling.
struct SaidNumber {
    /// NaN where the text says an amount that is none: `hundreds of dollars`, `half the price`.
    private(set) var value: Double
    /// What it counts, as far as the words next to it tell.
    let unit: NumberUnit?
    /// Whether it is what another number is out of: 100 of `92 of 100`.
    let isWhole: Bool
    /// Its first word and the next one; empty if it is in digits.
    let words: String

    /// Returns the numbers of a text. Skips a `one` that counts nothing, as in `one of them`.
    static func all(in text: String) -> [SaidNumber] {
        let tokens = TokenText(text)
        var found: [(said: SaidNumber, scale: Double, start: Int, end: Int)] = []
        var index = 0
        while index < tokens.tokens.count {
            guard var (value, scale, end) = number(tokens, index) else {
                index += 1
                continue
            }
            if ["and", "a", "half"] == [0, 1, 2].map({ tokens.word(tokens.after(end) + $0) }) {
                value += 0.5
                end = tokens.after(end) + 3
            }
            let isMoney = NumberUnit.isMoney(tokens, before: index)
            while let more = self.scale(tokens, tokens.after(end), isMoney) {
                (value, scale) = (value * more, more)
                end = tokens.after(end) + 1
            }
            let unit = isMoney ? .dollars : NumberUnit(tokens, from: index, to: end)
            // `Of 100`, `/100` and `on a 100-point scale`.
            let isWhole =
                tokens.word(tokens.word(index - 1) == "a" ? index - 2 : index - 1) == "of"
                || tokens.sign(index - 1) == "/" || tokens.word(tokens.after(end)) == "point"
            let words = tokens.word(index).map { "\($0) \(tokens.word(index + 1) ?? "")" } ?? ""
            let said = SaidNumber(value: value, unit: unit, isWhole: isWhole, words: words)
            // In `12-15k` and `from 9.5 to 14 thousand` the scale is that of both.
            if let last = found.last, last.scale == 1, scale > 1, last.said.value < value / scale,
                isRange(tokens, last.end..<index)
            {
                found[found.count - 1].said.value *= scale
            }
            found.append((said, scale, index, end))
            index = end
        }
        return found.map(\.said)
    }

    private static func number(_ tokens: TokenText, _ index: Int) -> (Double, scale: Double, end: Int)? {
        if let value = tokens.number(index) { return (value, 1, index + 1) }
        guard let word = tokens.word(index) else { return nil }
        if let spelled = SpelledNumber(tokens, at: index) {
            let isPronoun = word == "one" && spelled.end == index + 1 && Pronoun.isOne(tokens, index)
            return isPronoun ? nil : (spelled.value, spelled.scale, spelled.end)
        }
        let next = tokens.word(tokens.after(index + 1))
        switch word {
        case "a", "an":
            // `A mile away` is a number of miles.
            if ["mile", "hour"].contains(next) { return (1, 1, index + 1) }
            return next == "couple" ? (2, 1, index + 2) : nil
        case "half":
            let dozen = next == "a" ? index + 2 : tokens.after(index + 1)
            return tokens.word(dozen) == "dozen" ? (6, 1, dozen + 1) : (.nan, 1, index + 1)
        case "twice", "thrice", "triple", "dozens", "hundreds", "thousands", "millions", "thirds", "halves": break
        case "double": if next == "check" { return nil }
        case "third", "quarter", "fifth", "tenth": if !["a", "one"].contains(tokens.word(index - 1)) { return nil }
        default: if SpelledNumber.scale(word) == nil { return nil }
        }
        return (.nan, 1, index + 1)
    }

    private static func scale(_ tokens: TokenText, _ index: Int, _ isMoney: Bool) -> Double? {
        switch tokens.word(index) {
        case "k": 1000
        case "m", "mn": isMoney ? 1_000_000 : nil
        case let word: SpelledNumber.scale(word)
        }
    }

    private static func isRange(_ tokens: TokenText, _ range: Range<Int>) -> Bool {
        range.allSatisfy { index in
            tokens.sign(index).map { "-–—$".contains($0) } ?? ["to", "and", "or"].contains(tokens.word(index))
        }
    }
}
