import Bytes

/// Explanations that a warm instance remembers: a bounded number of them, a bounded number of bytes, each for a bounded
/// time. The one that was used longest ago goes first.
struct ExplanationMemory {
    private struct Entry {
        let key: String
        let text: String
        let expires: Instant
    }

    private let seconds: Int
    /// In the order of their last use.
    private var entries: [Entry] = []
    private var bytes = 0

    static let maximumEntries = 512
    static let maximumBytes = 1 << 20

    /// With 0 seconds nothing is remembered.
    init(seconds: Int) { self.seconds = seconds }

    /// The explanation stored under `key`, unless its time is over.
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

    /// Remembers `text`, at most for `lifetime` seconds.
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
