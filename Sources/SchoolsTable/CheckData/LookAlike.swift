import Schools

/// The keys by which near-duplicates are found: texts that differ only in how they are written have the same key. So one pass
/// over the keys finds them, and no school is compared with every other one.
enum LookAlike {
    /// Words that say what a school is, not which.
    private static let commonWords: Set<String> = [
        "the", "and", "flight", "flying", "school", "schools", "academy", "inc", "incorporated", "llc", "ltd", "co",
        "corp",
        "company",
    ]

    /// Returns an id without spaces, and without a difference between upper and lower case.
    static func key(id: String) -> String { id.lowercased().filter { !$0.isWhitespace } }

    /// Returns the letters and digits of a name, without case, accents and common words. A name of nothing else keeps its
    /// common words, and one without letters and digits its signs.
    static func key(name: String) -> String {
        let folded = SortName(name).text
        let words = folded.unicodeScalars.split { !isLetterOrDigit($0) }.map { String($0) }
        let own = words.filter { !commonWords.contains($0) }
        return words.isEmpty ? folded : (own.isEmpty ? words : own).joined()
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: true
        case ..<0x80: false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }
}
