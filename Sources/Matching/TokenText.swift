/// The tokens of a text, for looking around in. Outside of it there is nothing.
struct TokenText {
    let tokens: [Token]

    init(_ text: String) { tokens = Token.all(of: text) }

    subscript(index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

    /// Returns the word at `index`, if there is one.
    func word(_ index: Int) -> String? {
        if case .word(let word) = self[index] { word } else { nil }
    }

    func number(_ index: Int) -> Double? {
        if case .number(let number) = self[index] { number } else { nil }
    }

    func sign(_ index: Int) -> Character? {
        if case .sign(let sign) = self[index] { sign } else { nil }
    }

    /// Returns the index before `index`, or the one before that where a hyphen or a bracket stands between.
    func before(_ index: Int) -> Int { sign(index - 1).map { "-(".contains($0) } == true ? index - 2 : index - 1 }

    /// Returns `index`, or the one after it where a hyphen stands there.
    func after(_ index: Int) -> Int { sign(index) == "-" ? index + 1 : index }
}
