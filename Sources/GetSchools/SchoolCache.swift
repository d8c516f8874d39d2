import Bytes

/// What a warm instance remembers: whole reads of the table, each for a fixed time, within a bound on memory.
struct SchoolCache {
    /// A read of the table.
    enum Key: Equatable {
        /// Every school: answers any query.
        case everything
        /// The schools that the index does not hold.
        case unindexed
        /// The schools of one filter, by its identity.
        case filtered(String)
    }

    private struct Entry {
        let key: Key
        let catalogue: SchoolCatalogue
        let expires: Instant
    }

    private let seconds: Int
    private let now: () -> Instant
    private var entries: [Entry] = []

    /// Bytes of schools in all entries at most; the oldest goes first.
    static let maximumBytes = SchoolCatalogue.maximumBytes
    static let maximumEntries = 32

    /// Entries live for `seconds`; with 0 there are none. `now` is the clock.
    init(seconds: Int, now: @escaping () -> Instant = Instant.now) {
        self.seconds = seconds
        self.now = now
    }

    /// The catalogue stored under `key`, unless its time is over.
    subscript(key: Key) -> SchoolCatalogue? {
        mutating get {
            guard seconds > 0, !entries.isEmpty else { return nil }
            let now = now()
            entries.removeAll { $0.expires <= now }
            return entries.first { $0.key == key }?.catalogue
        }
    }

    /// Remembers a catalogue that was read from `start` on.
    mutating func store(_ catalogue: SchoolCatalogue, for key: Key, at start: Instant) {
        guard seconds > 0 else { return }
        entries.removeAll { $0.key == key }
        entries.append(Entry(key: key, catalogue: catalogue, expires: start.advanced(milliseconds: seconds * 1000)))
        while entries.count > Self.maximumEntries || entries.reduce(0, { $0 + $1.catalogue.bytes }) > Self.maximumBytes
        {
            entries.removeFirst()
        }
    }
}
