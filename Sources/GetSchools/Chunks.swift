import Glibc

/// A list that grows by chunks: nothing moves, so growing neither copies nor leaves holes in memory.
struct Chunks<Element> {
    private var chunks: [ContiguousArray<Element>] = []
    private(set) var count = 0
    private static var shift: Int { 10 }

    subscript(index: Int) -> Element { chunks[index >> Self.shift][index & (1 << Self.shift - 1)] }

    mutating func append(_ element: Element) {
        if count & (1 << Self.shift - 1) == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(1 << Self.shift)
        }
        chunks[chunks.count - 1].append(element)
        count += 1
    }
}

/// Bytes that are written once and stay where they are.
struct TextChunks: ~Copyable {
    private var chunks: [UnsafeMutableRawPointer] = []
    private var used = TextChunks.size
    /// The most bytes of one text.
    static let size = 1 << 20

    /// The bytes of all chunks.
    var bytes: Int { chunks.count * Self.size }

    deinit { for chunk in chunks { free(chunk) } }

    /// Copies `parts`, `size` bytes at most in all, one after the other. Returns the offset of the first.
    mutating func append(_ parts: UnsafeRawBufferPointer...) -> Int {
        let count = parts.reduce(0) { $0 + $1.count }
        precondition(count <= Self.size, "a text must fit into a chunk")
        if used + count > Self.size {
            guard let chunk = malloc(Self.size) else { fatalError("out of memory for a chunk of \(Self.size) bytes") }
            chunks.append(chunk)
            used = 0
        }
        let start = (chunks.count - 1) * Self.size + used
        for part in parts {
            if let base = part.baseAddress {
                (chunks[chunks.count - 1] + used).copyMemory(from: base, byteCount: part.count)
            }
            used += part.count
        }
        return start
    }

    /// The bytes of a text. They are valid as long as this is.
    func text(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        guard !range.isEmpty else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let chunk = chunks[range.lowerBound / Self.size]
        return UnsafeRawBufferPointer(start: chunk + range.lowerBound % Self.size, count: range.count)
    }
}
