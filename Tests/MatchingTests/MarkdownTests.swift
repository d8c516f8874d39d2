import Support
import Testing

@testable import Matching

/// Markdown is not plain text: it is neither passed on nor rewritten.
@Suite struct MarkdownTests {
    private func isMarkdown(_ text: String) -> Bool {
        ExplanationCheck(schoolName: nil).check(text) == .failure(.markup)
    }

    @Test(arguments: [
        "**bold**", "It is **very** near.", "__bold__", "It **fits", "~~old~~", "*very* near", "(*very*) near",
        "It is _very_ near.",
        "_It fits._", "*It fits!*", "`code`", "use `a` or `b`", "```\ncode\n```", "``", "[school][1]", "***both***",
        "_*both*_",
    ]) func spansAre(text: String) { #expect(isMarkdown(text)) }

    /// What starts a line is a block wherever the line is, whatever ends it, and however far it is indented.
    @Test(
        arguments: [
            "# Head", "## Head", "###### Head", "#", "- item", "* item", "+ item", "-", "1. item", "12) item",
            "> quote", ">quote",
            "| a | b |", "---", "***", "* * *", "___", "===", "- [x] done",
        ], ["\n", "\r\n", "\r", "\n\n", "\u{2028}"]) func blocksAre(block: String, newline: String)
    {
        for text in [
            block, "\(block)\(newline)It fits.", "It fits.\(newline)\(block)",
            "It fits.\(newline)  \(block)\(newline)It is near.",
            "It fits.\(newline)\t\(block)",
        ] { #expect(isMarkdown(text), "\(text)") }
    }

    @Test(arguments: [
        "#1 in Texas", "It is #1.", "C# pilots", "####### seven", "5 * 3 * 2", "5*3*2", "Prices* vary; so do fees*.",
        "*Terms apply.",
        "snake_case_name", "Sky_High and Low_Fly", "A*Star", "a - b - c", "-5 degrees", "5-star school", "1.5 miles",
        "It has 3.",
        "10 a.m. to 5 p.m.", "2024) is a year", "O`Hare is near", "a [sic] b [sic]", "f(x) [1]", "A | B", "a > b",
        "x = y", "== ",
        "~5 miles", "It costs ~ $5 ~ or so", "_ _", "a_", "_a", "¡Sí!", "• near • cheap", "– truly", "1st Flight",
    ]) func ordinaryTextIsNot(text: String) { #expect(!isMarkdown(text)) }

    /// A plain text with any mark in any of its places is either passed on with every character, or refused.
    @Test func noTextIsRewritten() {
        var random = Chance(seed: 21)
        let words = ["It", "fits", "you", "at", "$9,500", "in", "Austin", "(TX)", "and", "is", "near."]
        let marks = ["*", "**", "_", "`", "#", "- ", "1. ", "> ", "[", "]", "~~", "\n", "|"]
        var refused = 0
        for _ in 0..<2000 {
            var pieces = words
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                pieces.insert(
                    marks.randomElement(using: &random) ?? "*", at: .random(in: 0...pieces.count, using: &random))
            }
            let text = pieces.joined(separator: Bool.random(using: &random) ? " " : "")
            switch ExplanationCheck(schoolName: nil).check(text) {
            case .success(let passed):
                #expect(passed.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace }, "\(text)")
                #expect(!passed.contains("**") && !passed.contains("__") && !passed.contains("~~"))
            case .failure: refused += 1
            }
        }
        #expect(refused > 200)
    }
}
