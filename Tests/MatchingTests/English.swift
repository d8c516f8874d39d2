/// Numbers in English words, for sentences. The check of numbers knows nothing of it.
enum English {
    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]

    /// Returns `one hundred twenty-six`, with `and` after the hundreds or without.
    static func words(_ number: Int, and: Bool = false, hyphen: String = "-") -> String {
        switch number {
        case ..<20: return small[number]
        case ..<100:
            return tens[number / 10] + (number % 10 == 0 ? "" : hyphen + small[number % 10])
        case ..<1000: return join(number, 100, "hundred", and, hyphen)
        case ..<1_000_000: return join(number, 1000, "thousand", and, hyphen)
        default: return join(number, 1_000_000, "million", and, hyphen)
        }
    }

    private static func join(_ number: Int, _ scale: Int, _ name: String, _ and: Bool, _ hyphen: String) -> String {
        let head = "\(words(number / scale, and: and, hyphen: hyphen)) \(name)"
        let rest = number % scale
        if rest == 0 { return head }
        return head + (and && rest < 100 ? " and " : " ") + words(rest, and: and, hyphen: hyphen)
    }

    /// Returns `12,500`.
    static func grouped(_ number: Int, by separator: String = ",") -> String {
        let rest = String(number % 1000)
        if number < 1000 { return rest }
        return grouped(number / 1000, by: separator) + separator + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// Returns `12.5` for 12,500 thousandths.
    static func thousands(_ number: Int) -> String {
        var rest = String(String(number % 1000 + 1000).dropFirst())
        while rest.last == "0" { rest.removeLast() }
        return rest.isEmpty ? "\(number / 1000)" : "\(number / 1000).\(rest)"
    }
}
