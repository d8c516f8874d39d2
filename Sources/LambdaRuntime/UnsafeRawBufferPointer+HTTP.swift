// What the reader of HTTP responses asks of bytes.
extension UnsafeRawBufferPointer {
    /// The bytes at `range`, counted from 0.
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    /// The bytes as text.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// The decimal number that the bytes are; nil if they are not one, or more than 18 digits.
    var decimal: Int? {
        guard (1...18).contains(count) else { return nil }
        var value = 0
        for byte in self {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Whether a CRLF is at `at`; `at + 1` must be in bounds.
    func isLineEnd(_ at: Int) -> Bool { self[at] == UInt8(ascii: "\r") && self[at + 1] == UInt8(ascii: "\n") }

    /// Whether a space or a tab is at `at`.
    func isBlank(_ at: Int) -> Bool { self[at] == UInt8(ascii: " ") || self[at] == UInt8(ascii: "\t") }

    /// Whether the bytes are `lowercase` in any case of ASCII letters. Most names differ in length already.
    func matches(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        for index in 0..<count {
            let (byte, wanted) = (self[index], lowercase.utf8Start[index])
            let isLetter = wanted >= UInt8(ascii: "a") && wanted <= UInt8(ascii: "z")
            guard byte == wanted || (isLetter && byte | 0x20 == wanted) else { return false }
        }
        return true
    }

    /// Lets a `switch` over names have cases in lower case.
    static func ~= (lowercase: StaticString, name: UnsafeRawBufferPointer) -> Bool {
        name.matches(lowercase)
    }
}
