/// A number as DynamoDB knows it: decimal, at most 38 significant digits, from 1E-130 to 9.99…E+125, and zero.
/// Compared by value, exactly; the text keeps the digits that it was written with.
package struct DynamoNumber: Sendable {
    /// As it was given.
    package let text: String
    /// Without zeros at either end; empty for zero. The value is 0.DIGITS × 10^exponent.
    private let digits: [UInt8]
    private let exponent: Int
    /// Whether it is below zero.
    package let isNegative: Bool

    /// Why a text is not a number that DynamoDB takes, in AWS's words.
    package struct Invalid: Error {
        let message: String
    }

    /// Throws `Invalid`.
    package init(_ text: String) throws(Invalid) {
        let invalid = Invalid(message: "The parameter cannot be converted to a numeric value: \(text)")
        var rest = Substring(text).utf8
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var digits: [UInt8] = []
        var point: Int?
        while let byte = rest.first {
            if (0x30...0x39).contains(byte) {
                digits.append(byte - 0x30)
            } else if byte == UInt8(ascii: "."), point == nil {
                point = digits.count
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        guard !digits.isEmpty else { throw invalid }
        var exponent = point ?? digits.count
        if let byte = rest.first {
            let power = String(rest.dropFirst()) ?? ""
            guard byte | 0x20 == UInt8(ascii: "e"), let value = Int(power), abs(value) < 1_000_000 else {
                throw invalid
            }
            exponent += value
        }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.last == 0 { digits.removeLast() }
        guard digits.count <= 38 else {
            throw Invalid(message: "Attempting to store more than 38 significant digits in a Number")
        }
        if digits.isEmpty {
            isNegative = false
            exponent = 0
        } else if exponent > 126 {
            throw Invalid(
                message: "Number overflow. Attempting to store a number with magnitude larger than supported range")
        } else if exponent < -129 {
            throw Invalid(
                message: "Number underflow. Attempting to store a number with magnitude smaller than supported range")
        }
        self.text = text
        self.digits = digits
        self.exponent = exponent
        self.isNegative = isNegative
    }

    /// The value in one form: equal numbers have the same. JSON can write it, too.
    package var normal: String {
        guard !digits.isEmpty else { return "0" }
        let digitsText = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        return "\(isNegative ? "-" : "")\(digitsText)E\(exponent - digits.count)"
    }

    /// DynamoDB's rule of thumb: a byte for two significant digits, and one.
    package var size: Int { (digits.count + 1) / 2 + (isNegative ? 2 : 1) }
}

extension DynamoNumber: Comparable {
    package static func == (a: DynamoNumber, b: DynamoNumber) -> Bool {
        a.isNegative == b.isNegative && a.exponent == b.exponent && a.digits == b.digits
    }

    package static func < (a: DynamoNumber, b: DynamoNumber) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? magnitude(b, isLess: a) : magnitude(a, isLess: b)
    }

    private static func magnitude(_ a: DynamoNumber, isLess b: DynamoNumber) -> Bool {
        if a.digits.isEmpty || b.digits.isEmpty { return a.digits.count < b.digits.count }
        return a.exponent != b.exponent ? a.exponent < b.exponent : a.digits.lexicographicallyPrecedes(b.digits)
    }
}
