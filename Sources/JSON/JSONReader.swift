/// Reads one JSON text (RFC 8259) in place, value by value, without building a tree.
///
/// The bytes must outlive the reader and every `JSONString` and slice that it returns. Strings are checked for
/// well-formed escapes and control characters, numbers against the grammar. Neither is decoded before a caller asks.
/// Errors are `JSONError`s, with the offset of the byte at which they were noticed.
public struct JSONReader {
    /// How many objects and arrays may be open at once. DynamoDB nests 32 levels and wraps each of them in its type.
    public static let maximumDepth = 128

    /// The kinds of values.
    public enum Kind: Sendable { case object, array, string, number, bool, null }

    @usableFromInline let base: UnsafePointer<UInt8>
    @usableFromInline let end: Int
    @usableFromInline var depth = 0
    /// How many bytes have been read.
    @inlinable public var offset: Int { at }
    @usableFromInline var at = 0

    /// A reader at the start of `bytes`.
    @inlinable public init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(bitPattern: 16)!
        end = bytes.count
    }

    // MARK: Containers

    /// Reads an object. Calls `member` with each name; it must read exactly the one value that follows. Throws what
    /// `member` throws, too.
    @inlinable public mutating func readObject(
        _ member: (JSONString, inout JSONReader) throws -> Void
    ) throws {
        var hasMore = try open(UInt8(ascii: "{"))
        while hasMore {
            try member(try readName(), &self)
            hasMore = try goesOn(UInt8(ascii: "}"))
        }
    }

    /// Reads an array. `element` must read exactly one value. Throws what `element` throws, too.
    @inlinable public mutating func readArray(_ element: (inout JSONReader) throws -> Void) throws {
        var hasMore = try open(UInt8(ascii: "["))
        while hasMore {
            try element(&self)
            hasMore = try goesOn(UInt8(ascii: "]"))
        }
    }

    // MARK: Scalars

    /// Reads a string, without decoding it.
    @inlinable public mutating func readString() throws(JSONError) -> JSONString {
        skipSpace()
        guard at < end, base[at] == UInt8(ascii: "\"") else { throw error("a string was expected") }
        let start = at + 1
        at = start
        var escaped = false
        while true {
            scanPlain()
            guard at < end else { throw error("the string does not end") }
            switch base[at] {
            case UInt8(ascii: "\""):
                at += 1
                return JSONString(
                    raw: UnsafeRawBufferPointer(start: base + start, count: at - 1 - start), isEscaped: escaped)
            case UInt8(ascii: "\\"):
                escaped = true
                try skipEscape()
            default: throw error("a string holds a control character")
            }
        }
    }

    /// Reads a number. Returns its text.
    @inlinable public mutating func readNumber() throws(JSONError) -> UnsafeRawBufferPointer {
        skipSpace()
        let start = at
        if at < end, base[at] == UInt8(ascii: "-") { at += 1 }
        let integer = digits()
        guard integer > 0, integer == 1 || base[at - integer] != UInt8(ascii: "0") else {
            throw error("a number was expected")
        }
        if at < end, base[at] == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { throw error("digits were expected after the decimal point") }
        }
        if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < end, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() > 0 else { throw error("digits were expected in the exponent") }
        }
        return UnsafeRawBufferPointer(start: base + start, count: at - start)
    }

    /// Reads `true` or `false`.
    package mutating func readBool() throws(JSONError) -> Bool {
        if literal("true") { return true }
        if literal("false") { return false }
        throw error("true or false was expected")
    }

    /// Reads `null`.
    package mutating func readNull() throws(JSONError) {
        guard literal("null") else { throw error("null was expected") }
    }

    // MARK: Any value

    /// Returns the kind of the next value, by its first byte. Nothing is read.
    @inlinable public mutating func peek() throws(JSONError) -> Kind {
        skipSpace()
        guard at < end else { throw error("the text ends where a value was expected") }
        switch base[at] {
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw error("a value was expected")
        }
    }

    /// Reads past one value of any kind, and checks it. Returns its text.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> UnsafeRawBufferPointer {
        let kind = try peek()
        let start = at
        switch kind {
        case .object, .array:
            let bracket = base[at]
            var hasMore = try open(bracket)
            while hasMore {
                if kind == .object { _ = try readName() }
                try skipValue()
                hasMore = try goesOn(bracket &+ 2)
            }
        case .string: _ = try readString()
        case .number: _ = try readNumber()
        case .bool: _ = try readBool()
        case .null: try readNull()
        }
        return UnsafeRawBufferPointer(start: base + start, count: at - start)
    }

    /// It is an error if anything but white space is left.
    package mutating func finish() throws(JSONError) {
        skipSpace()
        guard at == end else { throw error("something follows the end of the JSON text") }
    }

    /// Returns an error at the present offset.
    public func error(_ message: StaticString) -> JSONError { JSONError(offset: at, message: message) }
}

/// Why and where a text is not the JSON that was expected.
public struct JSONError: Error, CustomStringConvertible {
    /// Bytes from the start of the text.
    public let offset: Int
    /// What was expected or found.
    public let message: StaticString
    /// The message and the offset.
    public var description: String { "\(message) at byte \(offset)" }
}
