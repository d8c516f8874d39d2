/// Percent-encoding of RFC 3986, in paths, query strings and signatures.
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
