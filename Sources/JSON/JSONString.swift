import Bytes

/// A string literal of a JSON text: the bytes between its quotes, with their escapes.
///
/// These bytes between two quotes are the same string again.
public struct JSONString {
    /// The bytes between the quotes. They are valid as long as the text is.
    public let raw: UnsafeRawBufferPointer
    /// Whether `raw` contains a backslash.
    public let isEscaped: Bool

    @inlinable init(raw: UnsafeRawBufferPointer, isEscaped: Bool) {
        self.raw = raw
        self.isEscaped = isEscaped
    }

    /// The decoded text. Half a surrogate pair, or a byte that is not UTF-8, becomes U+FFFD.
    public var string: String {
        guard isEscaped else { return String(decoding: raw, as: UTF8.self) }
        var out = ByteBuffer(capacity: raw.count)
        _ = decode(into: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// The decoded text; nil if half a surrogate pair is in it, which has no UTF-8.
    package var wholeString: String? {
        guard isEscaped else { return string }
        var out = ByteBuffer(capacity: raw.count)
        return decode(into: &out) ? String(decoding: out.bytes, as: UTF8.self) : nil
    }

    /// Returns whether the decoded text is `text`, which must be ASCII.
    @inlinable @inline(__always) public static func == (name: JSONString, text: StaticString) -> Bool {
        if name.isEscaped { return name.slowEquals(text) }
        guard name.raw.count == text.utf8CodeUnitCount else { return false }
        for i in 0..<name.raw.count where name.raw[i] != text.utf8Start[i] { return false }
        return true
    }

    /// Lets a `switch` over names have cases of literals.
    @inlinable @inline(__always) public static func ~= (text: StaticString, name: JSONString) -> Bool { name == text }

    @usableFromInline func slowEquals(_ text: StaticString) -> Bool {
        string.utf8.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Returns whether it holds no half of a surrogate pair.
    private func decode(into out: inout ByteBuffer) -> Bool {
        var isWhole = true
        let bytes = raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
        var at = 0
        while at < raw.count {
            guard bytes[at] == UInt8(ascii: "\\") else {
                out.append(bytes[at])
                at += 1
                continue
            }
            switch bytes[at + 1] {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                at += decodeUnicode(bytes + at, left: raw.count - at, into: &out, &isWhole)
                continue
            case let same: out.append(same)
            }
            at += 2
        }
        return isWhole
    }

    /// Decodes one `\uXXXX`, or two that are a surrogate pair. Returns how many bytes it took.
    private func decodeUnicode(
        _ escape: UnsafePointer<UInt8>, left: Int, into out: inout ByteBuffer, _ isWhole: inout Bool
    ) -> Int {
        let first = Self.hexQuad(escape + 2, available: left - 2) ?? 0xFFFD
        var scalar = Unicode.Scalar(first)
        var length = 6
        if (0xD800...0xDBFF).contains(first), left >= 12, escape[6] == UInt8(ascii: "\\"),
            escape[7] == UInt8(ascii: "u"), let second = Self.hexQuad(escape + 8, available: left - 8),
            (0xDC00...0xDFFF).contains(second)
        {
            scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            length = 12
        }
        if scalar == nil { isWhole = false }
        for byte in UTF8.encode(scalar ?? "\u{FFFD}")! { out.append(byte) }
        return length
    }

    @usableFromInline static func hexQuad(_ digits: UnsafePointer<UInt8>, available: Int) -> UInt32? {
        guard available >= 4 else { return nil }
        var value: UInt32 = 0
        for i in 0..<4 {
            guard let digit = Hex.value(digits[i]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
