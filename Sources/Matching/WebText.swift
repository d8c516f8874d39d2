/// Finds markup and addresses in a text, as a web page or a reader would.
enum WebText {
    /// Whether a tag starts somewhere (`<` before a letter, `/`, `!` or `?`), or there is a character reference (`&amp;`).
    static func hasMarkup(_ text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        return bytes.indices.contains { index in
            let rest = bytes[(index + 1)...]
            switch bytes[index] {
            case UInt8(ascii: "<"): return rest.first.map { isLetter($0) || "/!?".utf8.contains($0) } == true
            case UInt8(ascii: "&"):
                let name = rest.prefix { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "#") }
                return !name.isEmpty && rest.dropFirst(name.count).first == UInt8(ascii: ";")
            default: return false
            }
        }
    }

    private static let linkSigns = ["://", "](", "mailto:", "javascript:", "data:text"]

    /// Top-level domains of hosts that are recognised without a scheme before them. Words with which a sentence may start are
    /// not among them: "for you.It is close".
    private static let topLevels = [
        "com", "net", "org", "io", "co", "info", "biz", "app", "dev", "ai", "xyz", "ru", "cn", "uk", "de", "fr", "eu",
        "us", "edu", "gov", "mil", "tv", "ly", "link", "site", "online", "shop", "store", "page", "club", "aero", "zip",
        "gg", "cc", "ws", "tk", "ml", "example",
    ]

    /// Whether there is an address of the web or of mail, with or without its scheme. `name`, as it is given, is not one.
    static func hasLink(_ text: String, except name: String? = nil) -> Bool {
        let bytes = Array((name.map { removing($0, from: text) } ?? text).lowercased().utf8)
        return has(["www."], bytes) || hasLinkBeyondHost(bytes)
            || dots(bytes).contains { isHostEnd(bytes[($0 + 1)...]) }
    }

    /// Whether there is a link that is more than a host such as `FlyLearn.com`.
    static func hasLinkBeyondHost(_ text: String) -> Bool { hasLinkBeyondHost(Array(text.lowercased().utf8)) }

    private static func hasLinkBeyondHost(_ bytes: [UInt8]) -> Bool {
        has(linkSigns, bytes)
            || dots(bytes, and: UInt8(ascii: "@")).contains { index in
                let rest = bytes[(index + 1)...]
                if bytes[index] == UInt8(ascii: "@") { return rest.first.map(isWord) == true }
                let label = rest.prefix(while: isLetter)
                return label.count > 1 && rest.dropFirst(label.count).first == UInt8(ascii: "/")
            }
    }

    private static func has(_ signs: [String], _ bytes: [UInt8]) -> Bool {
        signs.contains { sign in bytes.indices.contains { bytes[$0...].starts(with: sign.utf8) } }
    }

    /// The dots, and the other bytes like `sign`, that follow a word.
    private static func dots(_ bytes: [UInt8], and sign: UInt8 = UInt8(ascii: ".")) -> [Int] {
        bytes.indices.dropFirst().filter { index in
            (bytes[index] == UInt8(ascii: ".") || bytes[index] == sign) && isWord(bytes[index - 1])
        }
    }

    /// Whether the text after a dot is a top-level domain and no more.
    private static func isHostEnd(_ bytes: ArraySlice<UInt8>) -> Bool {
        let label = bytes.prefix(while: isLetter)
        let next = bytes.dropFirst(label.count).first ?? 0x20
        return !isLetter(next) && !isDigit(next) && topLevels.contains { label.elementsEqual($0.utf8) }
    }

    /// Returns the text with a space in place of each `name` that is not a part of something longer: of another host, of a
    /// path, or of an address of mail.
    private static func removing(_ name: String, from text: String) -> String {
        var text = Array(text)
        for start in text.indices.reversed() where text[start...].starts(with: name) {
            let before = text[..<start].last ?? " "
            let after = Array(text[(start + name.count)...].prefix(2)) + [" ", " "]
            let goesOn = ".:?#".contains(after[0]) && isWord(after[1])
            if isWord(before) || isWord(after[0]) || ("./@".contains(before) || "/@".contains(after[0]) || goesOn) {
                continue
            }
            text.replaceSubrange(start..<(start + name.count), with: [" "])
        }
        return String(text)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-"
    }
    /// Whether a byte may be in a host's label: every byte of a letter that is not ASCII may.
    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2D || byte >= 0x80
    }
}
