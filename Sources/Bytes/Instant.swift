import Glibc

/// A moment on the monotonic clock, in nanoseconds: for durations and deadlines, which a change of the wall clock must
/// not move.
package struct Instant: Comparable, Sendable {
    /// Nanoseconds since some moment that is fixed while the machine runs.
    package var nanoseconds: Int

    /// The moment with that reading of the clock.
    package init(nanoseconds: Int) { self.nanoseconds = nanoseconds }

    /// The monotonic clock.
    package static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: time.tv_sec * 1_000_000_000 + time.tv_nsec)
    }

    /// Earlier is less.
    package static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// Returns the moment `milliseconds` later.
    package func advanced(milliseconds: Int) -> Instant { Instant(nanoseconds: nanoseconds + milliseconds * 1_000_000) }

    /// Returns the whole milliseconds from `earlier` to this moment, negative if it is later.
    package func milliseconds(since earlier: Instant) -> Int { (nanoseconds - earlier.nanoseconds) / 1_000_000 }

    /// Returns the milliseconds from `earlier` to this moment, with their fraction.
    package func fractionalMilliseconds(since earlier: Instant) -> Double {
        Double(nanoseconds - earlier.nanoseconds) / 1e6
    }

    /// Returns the whole microseconds from `earlier` to this moment.
    package func microseconds(since earlier: Instant) -> Int { (nanoseconds - earlier.nanoseconds) / 1000 }
}
