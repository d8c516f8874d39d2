/// A name in the form that sorts as readers expect: without a difference between upper and lower case, or between a Latin
/// letter with and without accents. At most 256 bytes count, so that a cursor stays short.
package struct SortName: Sendable {
    package let text: String
    private static let maximumBytes = 256

    package init(_ name: String) {
        if name.utf8.allSatisfy({ $0 < 0x80 }) {
            text = Self.bounded(name.lowercased())
            return
        }
        var folded = ""
        for scalar in name.lowercased().unicodeScalars where !Self.isCombiningAccent(scalar) {
            folded.unicodeScalars.append(Self.base(of: scalar))
        }
        text = Self.bounded(folded)
    }

    /// A name from a cursor, which was folded before.
    package init(folded text: String) { self.text = Self.bounded(text) }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > maximumBytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: maximumBytes)
        while String.Index(end, within: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    /// The base letters of U+00E0–U+017F (Latin-1 Supplement and Latin Extended-A); a space: the letter has none.
    private static let latin: [Unicode.Scalar] = Array(
        ("aaaaaa ceeeeiiii nooooo ouuuuy y"
            + "aaaaaaccccccccdd deeeeeeeeeegggg"
            + "gggghh hiiiiiiiiii  jjkk llllll "
            + "l lnnnnnn   oooooo  rrrrrrssssss"
            + "sstttt tuuuuuuuuuuuuwwyyyzzzzzzs").unicodeScalars)

    /// An accent after its letter: the decomposed form of the same name.
    private static func isCombiningAccent(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xE0..<0xE0 + UInt32(latin.count)).contains(scalar.value) else { return scalar }
        let base = latin[Int(scalar.value - 0xE0)]
        return base == " " ? scalar : base
    }
}
