/// A decimal number with the digits that it was written with, compared exactly.
///
/// DynamoDB keeps 38 digits and a `Double` 17. The `Double` decides nearly every comparison; where two numbers look the same
/// to it, the digits do.
package struct ExactDecimal: Sendable {
    /// The number as it was written.
    package let text: String
    /// The nearest `Double`. Rounding keeps the order: where two differ, the numbers do.
    package let approximation: Double

    /// Nil unless `text` is a decimal number. Its exponent may have up to five characters: DynamoDB's end at 125, and a number
    /// that somebody made up must not reach the bounds of `Int`.
    package init?(_ text: String) {
        var text = text
        let short = text.withUTF8 { Self.short(UnsafeRawBufferPointer($0)) }
        guard let value = short ?? Self.long(text) else { return nil }
        self.text = text
        approximation = value
    }

    /// Returns the `approximation` of the number that `text` is, or nil if it is not a number. Its digits are not kept.
    package static func approximation(_ text: UnsafeRawBufferPointer) -> Double? {
        short(text) ?? long(String(decoding: text, as: UTF8.self))
    }

    package init(_ integer: Int) {
        text = String(integer)
        approximation = Double(integer)
    }

    package static let zero = ExactDecimal(0)

    /// The sum, exact as far as a `Double` is.
    package static func + (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal {
        let sum = a.approximation + b.approximation
        return Int(exactly: sum).map { ExactDecimal($0) } ?? ExactDecimal("\(sum)") ?? a
    }

    /// Below zero, zero or above zero, as the number is less than, equal to or greater than `other`.
    package func compare(_ other: ExactDecimal) -> Int {
        // Rounding keeps the order, so different doubles decide.
        if approximation != other.approximation { return approximation < other.approximation ? -1 : 1 }
        if text == other.text { return 0 }
        let (a, b) = (parts, other.parts)
        if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
        let sign = a.isNegative ? -1 : 1
        if a.exponent != b.exponent { return a.exponent < b.exponent ? -sign : sign }
        if a.digits == b.digits { return 0 }
        return a.digits.lexicographicallyPrecedes(b.digits) ? -sign : sign
    }

    /// The value in one form, which JSON can write: equal numbers have the same.
    package var normal: String {
        let (isNegative, exponent, digits) = parts
        guard !digits.isEmpty else { return "0" }
        return "\(isNegative ? "-" : "")\(String(decoding: digits, as: UTF8.self))E\(exponent - digits.count)"
    }

    /// The number as ±0.DIGITS × 10^exponent, the digits in ASCII without zeros at either end. Zero has none, and its exponent
    /// is below that of every other number.
    package var parts: (isNegative: Bool, exponent: Int, digits: [UInt8]) {
        let halves = text.utf8.split(whereSeparator: Self.isExponentMark)
        var exponent = halves.count > 1 ? Int(Substring(halves[1])) ?? 0 : 0
        var digits: [UInt8] = []
        var isFraction = false
        for byte in halves.first ?? Substring("0").utf8 {
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
        guard !digits.isEmpty else { return (false, .min, []) }
        return (text.utf8.first == UInt8(ascii: "-"), exponent, digits)
    }

    /// The value of up to 15 digits with or without a point: one division of numbers that are exact, so rounded right. Nil for any
    /// other text. Nearly every number of a school is one, and the library's way takes ten times as long.
    private static func short(_ text: UnsafeRawBufferPointer) -> Double? {
        var (digits, fraction, value) = (0, -1, 0)
        for byte in text {
            if byte == UInt8(ascii: "."), fraction < 0 {
                fraction = digits
            } else {
                guard byte &- UInt8(ascii: "0") < 10, digits < 15 else { return nil }
                value = value * 10 + Int(byte &- UInt8(ascii: "0"))
                digits += 1
            }
        }
        guard digits > 0 else { return nil }
        return fraction < 0 ? Double(value) : fraction < digits ? Double(value) / powers[digits - fraction] : nil
    }

    /// The value of any text that is a number.
    private static func long(_ text: String) -> Double? {
        guard let value = Double(text), text.utf8.allSatisfy(isPart),
            (text.utf8.firstIndex(where: isExponentMark).map { text.utf8[$0...].count } ?? 0) <= 6
        else { return nil }
        return value
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: isExponentMark(byte)
        }
    }

    private static func isExponentMark(_ byte: UInt8) -> Bool { byte | 0x20 == UInt8(ascii: "e") }
}
