import Schools

/// A school as the API answers it, with what listings select and sort by.
package struct School: Sendable {
    /// Bytes of schools in one response at most, escaped: Lambda's 6 MiB less what goes around them.
    package static let maximumBytes = (6 << 20) - 65_536

    package let id: String
    /// The whole school as JSON, in both layouts.
    package let json: [UInt8]
    /// The bytes that `json` takes inside the JSON string that a proxy response's body is.
    package let escapedCount: Int
    package let name: SortName
    /// `costBand.min`.
    package let price: ExactNumber?
    /// `avgRating`.
    package let rating: ExactNumber?
    /// `fleetSize`, or else the sum of `fleetDetails[].count`.
    package let fleetSize: ExactNumber?
    /// `trainingType` as stored.
    package let trainingType: String
    package let programs: Programs
    /// The flat `state`, or else `location.state`.
    package let state: String
    /// Why the school must be left out of listings; nil if it is well-formed.
    package let defect: String?
}

/// A name in the form that sorts as people expect: no difference between upper and lower case, nor between a Latin letter
/// with and without accents. At most 256 bytes count, so that a cursor stays short.
package struct SortName: Sendable {
    package let text: String
    static let maximumBytes = 256

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

    /// The letters of Latin-1 Supplement and Latin Extended-A, U+00E0 to U+017F, without their accents; a space where there
    /// is none to take away.
    private static let latin: [Unicode.Scalar] = Array(
        ("aaaaaa ceeeeiiii nooooo ouuuuy y"
            + "aaaaaaccccccccdd deeeeeeeeeegggg"
            + "gggghh hiiiiiiiiii  jjkk llllll "
            + "l lnnnnnn   oooooo  rrrrrrssssss"
            + "sstttt tuuuuuuuuuuuuwwyyyzzzzzzs").unicodeScalars)

    /// An accent that stands behind its letter: the decomposed form of the same name.
    private static func isCombiningAccent(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard (0xE0..<0xE0 + UInt32(latin.count)).contains(scalar.value) else { return scalar }
        let base = latin[Int(scalar.value - 0xE0)]
        return base == " " ? scalar : base
    }
}
