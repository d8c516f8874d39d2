import Bytes

// Writing JSON
extension ByteBuffer {
    /// Appends `text` as a JSON string, quotes included.
    package mutating func append(jsonString text: String) {
        var text = text
        append(UInt8(ascii: "\""))
        text.withUTF8 { append(jsonEscaped: UnsafeRawBufferPointer($0)) }
        append(UInt8(ascii: "\""))
    }

    /// Appends a string literal as it was read, quotes included: nothing is decoded or escaped again.
    @inlinable public mutating func append(literal: JSONString) {
        append(room: literal.raw.count + 2) { (space) throws(Never) in
            space[0] = UInt8(ascii: "\"")
            UnsafeMutableRawBufferPointer(rebasing: space[1...]).copyMemory(from: literal.raw)
            space[literal.raw.count + 1] = UInt8(ascii: "\"")
            return literal.raw.count + 2
        }
    }

    /// Appends `bytes` (UTF-8) with quotes, backslashes and control characters escaped, without quotes around them.
    package mutating func append(jsonEscaped bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count {
            let run = JSONEscape.plainRun(bytes, from: at)
            append(UnsafeRawBufferPointer(rebasing: bytes[at..<run]))
            at = run
            if at < bytes.count {
                append(jsonEscape: bytes[at])
                at += 1
            }
        }
    }

    /// Appends a JSON array; `each` writes an element. Throws what `each` throws.
    package mutating func append<T, E: Error>(
        jsonArray elements: some Collection<T>, _ each: (T, inout ByteBuffer) throws(E) -> Void
    ) throws(E) {
        append("[")
        var isFirst = true
        for element in elements {
            if !isFirst { append(",") }
            isFirst = false
            try each(element, &self)
        }
        append("]")
    }

    private mutating func append(jsonEscape byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x09: append(UInt8(ascii: "t"))
        default:
            append("u00")
            append(Hex.upper(byte >> 4))
            append(Hex.upper(byte & 15))
        }
    }
}

/// What a text needs when it is escaped.
package enum JSONEscape {
    /// Returns how many bytes `bytes` takes in a JSON string.
    package static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var total = bytes.count
        var at = 0
        while bytes.count &- at >= 8 {
            let word = (base + at).loadUnaligned(as: UInt64.self)
            if JSONScan.zeroBytes(in: word & (JSONScan.ones &* 0xE0)) == 0 {
                // No control character: each quote and backslash takes one byte more.
                let quotes = JSONScan.zeroBytes(in: word ^ (JSONScan.ones &* 0x22))
                let backslashes = JSONScan.zeroBytes(in: word ^ (JSONScan.ones &* 0x5C))
                total &+= (quotes | backslashes).nonzeroBitCount
            } else {
                for offset in at..<(at &+ 8) { total &+= extra(bytes[offset]) }
            }
            at &+= 8
        }
        while at < bytes.count {
            total &+= extra(bytes[at])
            at &+= 1
        }
        return total
    }

    /// The bytes that escaping adds to `byte`.
    private static func extra(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x0C, 0x0A, 0x0D, 0x09: 1
        case 0..<0x20: 5
        default: 0
        }
    }

    /// Returns the offset of the next byte that must be escaped, or the count.
    static func plainRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return bytes.count }
        var at = start
        while bytes.count &- at >= 8 {
            let stops = JSONScan.stops(in: (base + at).loadUnaligned(as: UInt64.self).littleEndian)
            if stops != 0 { return at &+ stops.trailingZeroBitCount >> 3 }
            at &+= 8
        }
        while at < bytes.count {
            let byte = bytes[at]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return at }
            at &+= 1
        }
        return at
    }
}

extension ByteBuffer {
    /// Appends `value` as printable ASCII, which is safe in a header: any other character is written as `\uXXXX`.
    package mutating func append(asciiOf value: JSONValue) {
        for unit in value.text.utf16 {
            if unit < 0x7F {
                append(UInt8(unit))
            } else {
                append("\\u")
                for shift in [12, 8, 4, 0] as [UInt16] { append(Hex.upper(UInt8(unit >> shift & 15))) }
            }
        }
    }
}
