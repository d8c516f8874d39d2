/// Whether a model's answer may be passed on to a caller.
enum ExplanationCheck {
    /// Characters in an explanation at most.
    static let maximumCharacters = 1200

    /// Why an answer is not passed on.
    enum Fault: String { case empty, tooLong, link, markup, refusal }

    /// The answer as it is passed on, or why it is not. One that ran into the token limit is cut back to its last whole
    /// sentence.
    static func check(_ text: String, stopReason: String) -> Result<String, FaultError> {
        if stopReason == "refusal" || stopReason == "guardrail_intervened" { return .failure(FaultError(.refusal)) }
        var text = trimmed(text)
        if stopReason == "max_tokens" { text = wholeSentences(text) }
        if text.isEmpty { return .failure(FaultError(.empty)) }
        return fault(in: text).map { .failure(FaultError($0)) } ?? .success(text)
    }

    struct FaultError: Error {
        let fault: Fault
        init(_ fault: Fault) { self.fault = fault }
    }

    /// What is wrong with a text that is shown on a web page; nil if nothing is.
    static func fault(in text: String) -> Fault? {
        if text.unicodeScalars.count > maximumCharacters { return .tooLong }
        let bytes = Array(text.lowercased().utf8)
        if hasMarkup(bytes) { return .markup }
        return hasLink(bytes) ? .link : nil
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// Everything up to the last full stop, exclamation or question mark that ends a sentence.
    private static func wholeSentences(_ text: String) -> String {
        let characters = Array(text)
        for index in characters.indices.reversed() where ".!?".contains(characters[index]) {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if next.isWhitespace || next == "\"" || next == "”" { return String(characters[...index]) }
        }
        return ""
    }

    /// A `<` before a letter, `/` or `!`, or a character reference.
    private static func hasMarkup(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() {
            guard index + 1 < bytes.count else { break }
            let next = bytes[index + 1]
            if byte == UInt8(ascii: "<"), isLetter(next) || "/!?".utf8.contains(next) { return true }
            if byte == UInt8(ascii: "&"), isLetter(next) || next == UInt8(ascii: "#"),
                bytes[index...].prefix(12).contains(UInt8(ascii: ";"))
            {
                return true
            }
        }
        return false
    }

    private static let linkSigns = ["://", "www.", "](", "mailto:", "javascript:", "data:text"]
    private static let topLevels = [
        "com", "net", "org", "io", "co", "info", "biz", "app", "dev", "ai", "xyz", "ru", "cn", "uk", "edu", "gov",
        "tv", "ly", "link", "site", "online", "shop", "page", "club", "aero", "zip", "gg", "cc",
    ]

    private static func hasLink(_ bytes: [UInt8]) -> Bool {
        if linkSigns.contains(where: { sign in bytes.indices.contains { bytes[$0...].starts(with: sign.utf8) } }) {
            return true
        }
        // A host's name without a scheme: a letter or digit, a dot, a top-level domain, and its end.
        for index in bytes.indices.dropFirst() where bytes[index] == UInt8(ascii: ".") && isWord(bytes[index - 1]) {
            let label = bytes[(index + 1)...].prefix { isLetter($0) }
            let after = index + 1 + label.count
            if after < bytes.count, isWord(bytes[after]) { continue }
            if topLevels.contains(where: { label.elementsEqual($0.utf8) }) { return true }
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x2D }
}
