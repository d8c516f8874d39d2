/// A number in words: `twenty-six`, `nine thousand five hundred`, `a hundred and forty-one`, `two dozen`.
struct SpelledNumber {
    private(set) var value: Double
    /// The index after its last token.
    private(set) var end: Int
    /// What its last part was multiplied with: 1000 for `twelve thousand`.
    private(set) var scale = 1.0

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    /// Words that leave open how many hundreds there are.
    private static let vague = ["several", "few", "many", "some"]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

    /// Returns what a word such as `thousand` multiplies a number by.
    static func scale(_ word: String?) -> Double? {
        switch word {
        case "dozen": 12
        case "hundred": 100
        case "thousand", "grand": 1000
        case "million": 1_000_000
        case "billion": 1_000_000_000
        default: nil
        }
    }

    /// Reads the longest number that starts at `start`, if one does.
    init?(_ tokens: TokenText, at start: Int) {
        (value, end) = (0, start)
        // What is not multiplied yet: 26 of `nine thousand twenty-six`.
        var group: Double?
        var index = start
        while let word = tokens.word(index) {
            if let number = Self.small.firstIndex(of: word).map(Double.init), Self.takes(number, after: group) {
                group = (group ?? 0) + number
            } else if let ten = Self.tens.firstIndex(of: word), Self.takes(20, after: group) {
                group = (group ?? 0) + Double(ten + 2) * 10
            } else if let scale = Self.scale(word), group != nil || value == 0 && word != "grand" {
                if group == nil, Self.vague.contains(tokens.word(start - 1) ?? "") { break }
                if scale <= 100 {
                    group = (group ?? 1) * scale
                } else {
                    value += (group ?? 1) * scale
                    group = nil
                }
                self.scale = scale
            } else if word == "and", Self.isHundreds(group), Self.isBelowHundred(tokens, after: index) {
                index += 1
                continue
            } else if word == "and", group == nil, value > 0, let rest = SpelledNumber(tokens, at: index + 1),
                rest.value < 1000
            {
                (value, end) = (value + rest.value, rest.end)
                return
            } else {
                break
            }
            end = index + 1
            index = tokens.sign(end) == "-" ? end + 1 : end
        }
        if end == start { return nil }
        value += group ?? 0
    }

    /// Whether `number` continues a group: `six` does after `twenty`, and any number below 100 after `five hundred`.
    private static func takes(_ number: Double, after group: Double?) -> Bool {
        guard let group, !isHundreds(group) else { return true }
        let last = group.truncatingRemainder(dividingBy: 100)
        return last >= 20 && last.truncatingRemainder(dividingBy: 10) == 0 && (1..<10).contains(number)
    }

    private static func isHundreds(_ group: Double?) -> Bool {
        group.map { $0 > 0 && $0.truncatingRemainder(dividingBy: 100) == 0 } ?? false
    }

    /// Whether the number after an `and` is that of `five hundred and ten`, not that of `five hundred and six hundred`.
    private static func isBelowHundred(_ tokens: TokenText, after and: Int) -> Bool {
        var index = and + 1
        while let word = tokens.word(index), small.contains(word) || tens.contains(word) {
            index = tokens.after(index + 1)
        }
        return index > and + 1 && tokens.word(index) != "hundred"
    }
}
