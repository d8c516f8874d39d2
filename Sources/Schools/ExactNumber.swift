/// A decimal number as it was written, compared exactly.
///
/// DynamoDB keeps 38 digits and a `Double` 17: it decides nearly every comparison, and where two numbers look the same to it
/// the digits do.
package struct ExactNumber: Sendable {
    package let text: String
    private let value: Double

    /// Nil unless `text` is a decimal number, whose exponent, if it has one, takes at most five characters: DynamoDB's end
    /// at 125, and a cursor that somebody made up must not reach the bounds of `Int`.
    package init?(_ text: String) {
        guard let value = Double(text), text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
            (text.utf8.firstIndex(where: Self.isExponentMark).map { text.utf8[$0...].count } ?? 0) <= 6
        else { return nil }
        self.text = text
        self.value = value
    }

    package init(_ integer: Int) {
        text = String(integer)
        value = Double(integer)
    }

    package static let zero = ExactNumber(0)

    /// The sum, exact as far as a `Double` is.
    package static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber {
        let sum = a.value + b.value
        return Int(exactly: sum).map { ExactNumber($0) } ?? ExactNumber("\(sum)") ?? a
    }

    /// Below zero, zero or above zero, as `self` is less than, equal to or greater than `other`.
    package func compare(_ other: ExactNumber) -> Int {
        // Rounding keeps the order, so different doubles decide.
        if value != other.value { return value < other.value ? -1 : 1 }
        if text == other.text { return 0 }
        let a = digits
        let b = other.digits
        if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
        let sign = a.isNegative ? -1 : 1
        if a.exponent != b.exponent { return a.exponent < b.exponent ? -sign : sign }
        if a.digits == b.digits { return 0 }
        return a.digits.lexicographicallyPrecedes(b.digits) ? -sign : sign
    }

    private static func isExponentMark(_ byte: UInt8) -> Bool { byte | 0x20 == UInt8(ascii: "e") }

    /// Sign, power of ten of the first digit that is not zero, and the digits from there without trailing zeros.
    private var digits: (isNegative: Bool, exponent: Int, digits: [UInt8]) {
        let parts = text.utf8.split(whereSeparator: Self.isExponentMark)
        var exponent = parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : 0
        var digits: [UInt8] = []
        var isFraction = false
        for byte in parts.first ?? Substring("0").utf8 {
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte &- UInt8(ascii: "0") < 10 {
                digits.append(byte)
                if isFraction { exponent -= 1 }
            }
        }
        exponent += digits.count
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        // Zero is below every positive number, however small that is.
        guard !digits.isEmpty else { return (false, .min, []) }
        return (text.utf8.first == UInt8(ascii: "-"), exponent, digits)
    }
}
