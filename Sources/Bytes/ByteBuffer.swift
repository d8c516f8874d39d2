import Glibc

/// A growable run of bytes that is written from front to back and reused.
///
/// It exists because the hot paths append thousands of short pieces: an append is a compare and a copy, inlined into
/// the caller. It owns its memory, so it moves instead of copying. Growth doubles the memory, and `removeAll` keeps it.
public struct ByteBuffer: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var length: Int

    /// How many bytes have been written.
    @inlinable public var count: Int { length }

    /// An empty buffer with room for `capacity` bytes before it first grows.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = Self.resized(nil, to: self.capacity)
        length = 0
    }

    deinit { free(base) }

    private static func resized(_ memory: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer {
        guard let memory = realloc(memory, size) else { fatalError("out of memory for a buffer of \(size) bytes") }
        return memory
    }

    /// The bytes written so far. They are valid until the buffer is next changed.
    @inlinable public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// The bytes written so far, for changing them in place.
    @inlinable public var mutableBytes: UnsafeMutableRawBufferPointer {
        mutating get { UnsafeMutableRawBufferPointer(start: base, count: count) }
    }

    /// Returns a copy of the bytes.
    package func array() -> [UInt8] { [UInt8](bytes) }

    /// Makes room for `more` further bytes.
    @inlinable public mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @usableFromInline mutating func grow(_ more: Int) {
        capacity = max(capacity * 2, count + more)
        base = Self.resized(base, to: capacity)
    }

    /// Forgets the bytes and keeps the memory, unless that is more than `limit` bytes.
    package mutating func removeAll(keepingAtMost limit: Int = .max) {
        length = 0
        if capacity > limit {
            free(base)
            capacity = 256
            base = Self.resized(nil, to: capacity)
        }
    }

    /// Drops everything after the first `length` bytes.
    package mutating func truncate(to limit: Int) { length = min(length, limit) }

    /// Drops the first `n` bytes and moves the rest to the front.
    package mutating func removeFirst(_ n: Int) {
        length -= n
        if length > 0 { memmove(base, base + n, length) }
    }

    /// Appends one byte.
    @inlinable public mutating func append(_ byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        length &+= 1
    }

    /// Appends a copy of `bytes`, which must not be this buffer's own unless there is room for them.
    @inlinable public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        length &+= bytes.count
    }

    /// Appends the UTF-8 of a literal.
    @inlinable public mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `bytes`.
    package mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends the UTF-8 of `text`.
    @_disfavoredOverload
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends `value` in decimal.
    package mutating func append(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(decimal: value.magnitude, digits: 1)
    }

    /// Appends `value` in decimal, with zeros in front up to `digits`.
    package mutating func append(decimal value: UInt, digits: Int) {
        var rest = value
        var written = 0
        withUnsafeTemporaryAllocation(byteCount: 24, alignment: 1) { scratch in
            repeat {
                written += 1
                scratch[24 - written] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0 || written < min(digits, 24)
            append(UnsafeRawBufferPointer(rebasing: scratch[(24 - written)...]))
        }
    }

    /// Lets `body` write up to `room` bytes after the last one. `body` returns how many it wrote.
    @inlinable public mutating func append<E: Error>(
        room: Int, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        reserve(room)
        let written = try body(UnsafeMutableRawBufferPointer(start: base + count, count: room))
        length &+= min(max(written, 0), room)
    }
}
