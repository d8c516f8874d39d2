import Bytes

/// Texts that an instance keeps: a bounded number of them, a bounded number of bytes, each for a bounded time. The least
/// recently used one is removed first.
struct MemoryCache {
    private struct Entry {
        let key: String
        let text: String
        let expires: Instant
    }

    private let seconds: Int
    /// In the order of last use.
    private var entries: [Entry] = []
    private var bytes = 0

    static let maximumEntries = 512
    static let maximumBytes = 1 << 20

    /// Keeps each text for so many seconds at most; 0 keeps none.
    init(seconds: Int) { self.seconds = seconds }

    /// The text stored under `key`, unless its time is over.
    subscript(key: String) -> String? {
        mutating get {
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            guard entry.expires > .now() else {
                bytes -= Self.weight(entry)
                return nil
            }
            entries.append(entry)
            return entry.text
        }
    }

    /// Stores `text`, for `lifetime` seconds at most.
    mutating func store(_ text: String, for key: String, lifetime: Int = .max) {
        guard seconds > 0 else { return }
        if let index = entries.firstIndex(where: { $0.key == key }) { bytes -= Self.weight(entries.remove(at: index)) }
        let expires = Instant.now().advanced(milliseconds: min(seconds, lifetime) * 1000)
        let entry = Entry(key: key, text: text, expires: expires)
        entries.append(entry)
        bytes += Self.weight(entry)
        while entries.count > Self.maximumEntries || bytes > Self.maximumBytes {
            bytes -= Self.weight(entries.removeFirst())
        }
    }

    private static func weight(_ entry: Entry) -> Int { entry.key.utf8.count + entry.text.utf8.count + 64 }
}
