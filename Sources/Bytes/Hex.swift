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
