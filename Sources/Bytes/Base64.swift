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
