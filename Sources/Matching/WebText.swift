/// What in a text a web page or a reader would take for markup or for an address. Texts are given in lower-case UTF-8.
package enum WebText {
    /// Whether a tag starts somewhere (`<` before a letter, `/`, `!` or `?`), or a character reference (`&amp;`) stands.
    package static func hasMarkup(_ bytes: [UInt8]) -> Bool {
        for (index, byte) in bytes.enumerated() {
            let rest = bytes[(index + 1)...]
            if byte == UInt8(ascii: "<"), let next = rest.first, isLetter(next) || "/!?".utf8.contains(next) {
                return true
            }
            if byte == UInt8(ascii: "&") {
                let name = rest.prefix { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "#") }
                if !name.isEmpty, rest.dropFirst(name.count).first == UInt8(ascii: ";") { return true }
            }
        }
        return false
    }

    private static let linkSigns = ["://", "www.", "](", "mailto:", "javascript:", "data:text"]

    /// Top-level domains of names that are believed without a scheme before them. Words with which a sentence may start
    /// are not among them: "for you.It is close".
    private static let topLevels = [
        "com", "net", "org", "io", "co", "info", "biz", "app", "dev", "ai", "xyz", "ru", "cn", "uk", "de", "fr", "eu",
        "us",
        "edu", "gov", "mil", "tv", "ly", "link", "site", "online", "shop", "store", "page", "club", "aero", "zip", "gg",
        "cc",
        "ws", "tk", "ml", "example",
    ]

    /// Whether an address of the web or of mail stands somewhere, with or without its scheme.
    package static func hasLink(_ bytes: [UInt8]) -> Bool {
        if linkSigns.contains(where: { sign in bytes.indices.contains { bytes[$0...].starts(with: sign.utf8) } }) {
            return true
        }
        for index in bytes.indices.dropFirst() where isWord(bytes[index - 1]) {
            let rest = bytes[(index + 1)...]
            if bytes[index] == UInt8(ascii: "@"), let next = rest.first, isWord(next) { return true }
            if bytes[index] == UInt8(ascii: "."), isDomainEnd(rest) { return true }
        }
        return false
    }

    /// Whether the text behind a name's dot is a top-level domain, or any other before a path.
    private static func isDomainEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        let label = bytes.prefix { isLetter($0) }
        let next = bytes.dropFirst(label.count).first ?? 0x20
        if label.count > 1, next == UInt8(ascii: "/") { return true }
        return !isLetter(next) && !isDigit(next) && topLevels.contains { label.elementsEqual($0.utf8) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    /// A byte of a host's label: any byte of a letter that is not ASCII counts.
    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2D || byte >= 0x80
    }
}
