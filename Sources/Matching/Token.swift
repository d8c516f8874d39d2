/// A word, a number in digits or a sign of a text. Spaces are skipped.
enum Token: Equatable {
    /// In lower case.
    case word(String)
    /// NaN for a character such as ½, whose value is not known.
    case number(Double)
    case sign(Character)

    /// Returns the tokens of a text.
    static func all(of text: String) -> [Token] {
        let text = Array(text.lowercased())
        var tokens: [Token] = []
        var index = 0
        while index < text.count {
            let start = index
            if isDigit(text[index]) {
                tokens.append(.number(number(text, &index)))
            } else if text[index].isLetter {
                while index < text.count, isLetter(text, index) { index += 1 }
                tokens.append(.word(String(text[start..<index])))
            } else {
                if !text[index].isWhitespace { tokens.append(.sign(text[index])) }
                index += 1
            }
        }
        return tokens
    }

    /// Whether the character is a digit of a number. An ideograph is a letter.
    private static func isDigit(_ character: Character) -> Bool { character.isNumber && !character.isLetter }

    private static func isLetter(_ text: [Character], _ index: Int) -> Bool {
        if text[index].isLetter { return true }
        return "'’".contains(text[index]) && index + 1 < text.count && text[index + 1].isLetter
    }

    /// Reads `12,000`, `12 000`, `12'000` or `12.50`.
    private static func number(_ text: [Character], _ index: inout Int) -> Double {
        func digits(_ from: Int) -> ArraySlice<Character> { text[from...].prefix(while: isDigit) }
        var all = digits(index)
        let isGroup = all.count <= 3
        var number = Array(all)
        index = all.endIndex
        while isGroup, index < text.count, ", '’".contains(text[index]) {
            all = digits(index + 1)
            guard all.count == 3 else { break }
            number += all
            index = all.endIndex
        }
        var value = number.reduce(0.0) { $0 * 10 + self.value(of: $1) }
        if index < text.count, text[index] == ".", case let fraction = digits(index + 1), !fraction.isEmpty {
            let scale = fraction.reduce(1.0) { scale, _ in scale * 10 }
            value = (value * scale + fraction.reduce(0.0) { $0 * 10 + self.value(of: $1) }) / scale
            index = fraction.endIndex
        }
        return value
    }

    private static func value(of digit: Character) -> Double {
        digit.wholeNumberValue.map { $0 < 10 ? Double($0) : .nan } ?? .nan
    }
}
