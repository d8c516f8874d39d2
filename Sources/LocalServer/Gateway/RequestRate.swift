import Bytes
import Synchronization

/// A bound on requests a second, by a bucket of tokens, as API Gateway has it: so many at once, and as many a second.
final class RequestRate: Sendable {
    private let perSecond: Double
    private let bucket: Mutex<(tokens: Double, time: Instant)>

    init(perSecond: Int, now: Instant = .now()) {
        self.perSecond = Double(perSecond)
        bucket = Mutex((Double(perSecond), now))
    }

    /// Takes a token. Returns false if there is none: the request is refused.
    func admits(at now: Instant = .now()) -> Bool {
        bucket.withLock { bucket in
            let seconds = Double(max(0, now.nanoseconds - bucket.time.nanoseconds)) / 1e9
            bucket = (min(perSecond, bucket.tokens + seconds * perSecond), now)
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }
}
