/// Percent-encoding, base64 and hexadecimal, as the protocols here use them.
public enum PercentEncoding {
    /// Whether RFC 3986 leaves the byte unreserved: the set that SigV4 never encodes.
    @inlinable public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            return true
        default: return false
        }
    }

    /// Returns `text` with each byte that is neither unreserved nor in `keeping` as `%XX`, with upper-case digits.
    @inlinable public static func encode(_ text: some Collection<UInt8>, keeping: StaticString = "") -> String {
        let kept = UnsafeBufferPointer(start: keeping.utf8Start, count: keeping.utf8CodeUnitCount)
        var out = ByteBuffer(capacity: text.count * 2)
        for byte in text {
            if isUnreserved(byte) || kept.contains(byte) {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "%"))
                out.append(Hex.upper(byte >> 4))
                out.append(Hex.upper(byte & 15))
            }
        }
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Returns `text` with each `%XX` decoded, and each `+` as a space if `plusIsSpace`, as in query strings. Returns
    /// nil if a `%` is not followed by two digits, or if the result is not UTF-8.
    package static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        var bytes = text.utf8.makeIterator()
        while let byte = bytes.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = bytes.next().flatMap(Hex.value), let low = bytes.next().flatMap(Hex.value)
                else { return nil }
                out.append(high << 4 | low)
            } else {
                out.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }
}

/// Hexadecimal digits.
public enum Hex {
    /// Returns the upper-case digit of a number below 16.
    @inlinable public static func upper(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    /// Returns the number that a digit of either case means; nil for another byte.
    @inlinable public static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return digit - UInt8(ascii: "A") + 10
        default: return nil
        }
    }

    /// Returns two lower-case digits for each byte.
    @inlinable public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var out = ByteBuffer(capacity: bytes.count * 2)
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] { out.append(upper(nibble) | 0x20) }
        }
        return String(decoding: out.bytes, as: UTF8.self)
    }
}

/// Base64 of RFC 4648: §4 for bodies and binary attributes, §5 (URL-safe, unpadded) for cursors.
package enum Base64 {
    private static let standard: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    private static let urlSafe: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    /// Returns the standard form with padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        encode(bytes, standard) + String(repeating: "=", count: (3 - bytes.count % 3) % 3)
    }

    /// Returns the URL-safe form without padding.
    package static func encodeURLSafe(_ bytes: [UInt8]) -> String { encode(bytes, urlSafe) }

    private static func encode(_ bytes: [UInt8], _ alphabet: StaticString) -> String {
        var out = ByteBuffer(capacity: bytes.count * 4 / 3 + 4)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(alphabet.utf8Start[Int(group >> bits & 63)])
            }
        }
        if bits > 0 { out.append(alphabet.utf8Start[Int(group << (6 - bits) & 63)]) }
        return String(decoding: out.bytes, as: UTF8.self)
    }

    /// Returns the bytes that `text` means in either alphabet, with or without padding; nil if it is anything else.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(text.count * 3 / 4)
        var group: UInt32 = 0
        var bits = 0
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(byte) else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        // A single last digit, bits left over that are not zero, or padding that does not fill the group: not base64.
        guard bits != 6, group & (1 << UInt32(bits) - 1) == 0, padding == 0 || (text.count % 4 == 0 && padding <= 2)
        else { return nil }
        return out
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): return 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): return 63
        default: return nil
        }
    }
}
