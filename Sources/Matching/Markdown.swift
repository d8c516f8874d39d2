/// Finds Markdown in a text that is shown as it is. Links are `WebText`'s.
enum Markdown {
    /// Whether a line starts a heading, a list, a quotation or a table, or is a rule.
    static func hasBlock(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.drop { $0.isWhitespace }
            let hashes = line.prefix { $0 == "#" }
            let digits = line.prefix { $0.isNumber }
            switch line.first {
            case ">", "|": return true
            case "#": return hashes.count <= 6 && isSpaceOrEnd(line.dropFirst(hashes.count))
            case "-", "*", "+": return isRule(line) || isSpaceOrEnd(line.dropFirst())
            case "=", "_": return isRule(line)
            default:
                let rest = line.dropFirst(digits.count)
                return (1...3).contains(digits.count) && ".)".contains(rest.first ?? " ")
                    && isSpaceOrEnd(rest.dropFirst())
            }
        }
    }

    private static func isSpaceOrEnd(_ text: Substring) -> Bool { text.first?.isWhitespace ?? true }

    private static func isRule(_ line: Substring) -> Bool {
        line.allSatisfy { $0 == line.first || $0.isWhitespace } && line.count { $0 == line.first } > 2
    }

    /// Whether the text has code, strong or struck words, emphasis, or a reference to a link.
    static func hasSpan(_ text: String) -> Bool {
        let characters = Array(text)
        let pairs = zip(characters, characters.dropFirst())
        return characters.count { $0 == "`" } > 1
            || pairs.contains { $0 == $1 && "*_~".contains($0) || $0 == "]" && $1 == "[" }
            || hasEmphasis(characters, "*") || hasEmphasis(characters, "_")
    }

    /// Whether a mark comes before a word, and a later one after a word.
    private static func hasEmphasis(_ text: [Character], _ mark: Character) -> Bool {
        func character(_ index: Int) -> Character { text.indices.contains(index) ? text[index] : " " }
        func isWord(_ index: Int) -> Bool { character(index).isLetter || character(index).isNumber }
        let marks = text.indices.filter { text[$0] == mark }
        guard let start = marks.first(where: { !isWord($0 - 1) && !character($0 + 1).isWhitespace }) else {
            return false
        }
        return marks.contains { $0 > start && !isWord($0 + 1) && !character($0 - 1).isWhitespace }
    }
}
