// The byte-level half of JSONReader: white space, punctuation, and the scan through string contents.
extension JSONReader {
    // Compact JSON has no white space: the test for that is all that is paid at each token.
    @inlinable @inline(__always) mutating func skipSpace() {
        if at < end, base[at] <= 0x20 { skipSpaceRun() }
    }

    @usableFromInline mutating func skipSpaceRun() {
        while at < end, base[at] == 0x20 || base[at] == 0x0A || base[at] == 0x0D || base[at] == 0x09 { at &+= 1 }
    }

    @inlinable @inline(__always) mutating func expect(_ byte: UInt8) throws(JSONError) {
        skipSpace()
        guard at < end, base[at] == byte else { throw unexpected(byte) }
        at &+= 1
    }

    @usableFromInline func unexpected(_ byte: UInt8) -> JSONError {
        error(byte == UInt8(ascii: ":") ? "a colon was expected" : "a comma or the end of the list was expected")
    }

    /// Reads an opening bracket. Returns whether an element follows; if not, the closing bracket has been read, too.
    @inlinable @inline(__always) mutating func open(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard at < end, base[at] == bracket else {
            throw error(bracket == UInt8(ascii: "{") ? "an object was expected" : "an array was expected")
        }
        guard depth < Self.maximumDepth else { throw error("the text nests too deep") }
        depth &+= 1
        at &+= 1
        // In ASCII the closing bracket is the next but one.
        return !close(bracket &+ 2)
    }

    /// Reads a comma or the closing bracket. Returns whether it was a comma.
    @inlinable @inline(__always) mutating func goesOn(_ bracket: UInt8) throws(JSONError) -> Bool {
        if close(bracket) { return false }
        try expect(UInt8(ascii: ","))
        return true
    }

    @inlinable @inline(__always) mutating func readName() throws(JSONError) -> JSONString {
        let name = try readString()
        try expect(UInt8(ascii: ":"))
        return name
    }

    @inlinable @inline(__always) mutating func close(_ bracket: UInt8) -> Bool {
        skipSpace()
        guard at < end, base[at] == bracket else { return false }
        depth &-= 1
        at &+= 1
        return true
    }

    @inlinable mutating func digits() -> Int {
        let start = at
        while at < end, base[at] &- UInt8(ascii: "0") < 10 { at &+= 1 }
        return at - start
    }

    @usableFromInline mutating func literal(_ word: StaticString) -> Bool {
        skipSpace()
        let length = word.utf8CodeUnitCount
        guard end - at >= length else { return false }
        for i in 0..<length where base[at + i] != word.utf8Start[i] { return false }
        at += length
        return true
    }

    /// Moves to the next quote, backslash or control character, or to the end: eight bytes at a time.
    @inlinable @inline(__always) mutating func scanPlain() {
        while end &- at >= 8 {
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self).littleEndian
            let stops = JSONScan.stops(in: word)
            if stops != 0 {
                at &+= stops.trailingZeroBitCount >> 3
                return
            }
            at &+= 8
        }
        while at < end, base[at] >= 0x20, base[at] != UInt8(ascii: "\""), base[at] != UInt8(ascii: "\\") { at &+= 1 }
    }

    @usableFromInline mutating func skipEscape() throws(JSONError) {
        guard end - at >= 2 else { throw error("the string does not end") }
        switch base[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            guard JSONString.hexQuad(base + at + 2, available: end - at - 2) != nil else {
                throw error("four hexadecimal digits were expected after \\u")
            }
            at += 6
        default: throw error("an escape that JSON does not know")
        }
    }
}

/// The test for bytes that end a plain run inside a JSON string.
@usableFromInline enum JSONScan {
    @inlinable static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The high bit of each byte that is a quote, a backslash or below 0x20. The lowest one set is exact; those above
    /// it may be borrows, so only the lowest may be used.
    @inlinable static func stops(in word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word)
            & (ones &* 0x80)
    }

    /// The high bit of each byte that is zero, all of them exact.
    @inlinable static func zeroBytes(in word: UInt64) -> UInt64 {
        let low = ones &* 0x7F
        return ~((word & low) &+ low | word | low)
    }
}
