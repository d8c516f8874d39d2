import Bytes

/// How often and how fast a failed call is sent again: the SDKs' standard mode.
package struct RetryPolicy: Sendable {
    /// Requests in all, the first one included.
    package let maximumAttempts: Int
    /// The bound of the first delay in milliseconds; it doubles with each further one.
    package let baseMilliseconds: Double
    package static let maximumMilliseconds = 20_000.0

    /// `maximumAttempts` is 1 or more.
    package init(maximumAttempts: Int, baseMilliseconds: Double) {
        self.maximumAttempts = maximumAttempts
        self.baseMilliseconds = baseMilliseconds
    }

    /// As the SDKs do for DynamoDB.
    package static let dynamoDB = RetryPolicy(maximumAttempts: 4, baseMilliseconds: 25)

    /// Three attempts within the few seconds that a caller waits.
    package static let bedrock = RetryPolicy(maximumAttempts: 3, baseMilliseconds: 250)

    /// One attempt: for what is not worth waiting for.
    package static let never = RetryPolicy(maximumAttempts: 1, baseMilliseconds: 0)

    /// Milliseconds to wait before the attempt after `attempt`, or nil if there is none: full jitter, so that callers who
    /// were refused together do not come back together. What the service asks for counts up to five seconds more.
    package func delay(
        after attempt: Int, asked: Int?, random: (ClosedRange<Double>) -> Double = { .random(in: $0) }
    ) -> Int? {
        guard attempt < maximumAttempts else { return nil }
        let bound = min(baseMilliseconds * Double(1 << min(attempt - 1, 30)), Self.maximumMilliseconds)
        let delay = Int(random(0...bound))
        guard let asked else { return delay }
        return min(max(asked, delay), delay + 5000)
    }
}
