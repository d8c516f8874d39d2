import Bytes

/// The whole table in the memory of a warm instance, for a fixed time after it was read. Every listing is answered from it.
struct Catalogue {
    private let milliseconds: Int
    private let now: () -> Instant
    private var read: TableRead?
    private var expires = Instant(nanoseconds: 0)

    /// Keeps a read for `seconds`; 0 keeps nothing. `now` is the clock.
    init(seconds: Int, now: @escaping () -> Instant = Instant.now) {
        milliseconds = seconds * 1000
        self.now = now
    }

    /// The read that is kept; nil if there is none or its time is over.
    var current: TableRead? {
        mutating get {
            if read != nil, expires <= now() { read = nil }
            return read
        }
    }

    /// Keeps `read`, which started at `start`, in place of the one before. A read that is not whole is not kept.
    mutating func keep(_ read: TableRead, from start: Instant) {
        guard milliseconds > 0, read.isWhole else { return }
        self.read = read
        expires = start.advanced(milliseconds: milliseconds)
    }
}
