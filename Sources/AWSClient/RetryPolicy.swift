/// How often and how fast a failed call is sent again: the SDKs' standard mode.
package struct RetryPolicy: Sendable {
    /// How many requests are sent, the first one included; 1 or more.
    let maximumAttempts: Int
    /// The bound of the first delay in milliseconds. It doubles with each further one.
    let baseMilliseconds: Double
    private static let maximumMilliseconds = 20_000.0

    package init(maximumAttempts: Int, baseMilliseconds: Double) {
        self.maximumAttempts = maximumAttempts
        self.baseMilliseconds = baseMilliseconds
    }

    /// What the SDKs do for DynamoDB.
    package static let dynamoDB = RetryPolicy(maximumAttempts: 4, baseMilliseconds: 25)

    /// Three attempts within the few seconds that a caller waits.
    package static let bedrock = RetryPolicy(maximumAttempts: 3, baseMilliseconds: 250)

    /// One attempt, for calls that are not worth waiting for.
    package static let never = RetryPolicy(maximumAttempts: 1, baseMilliseconds: 0)

    /// Returns the milliseconds to wait after `attempt`, or nil if it was the last one.
    ///
    /// The delay has full jitter, so that callers who were refused together do not come back together. `asked`, the wait that
    /// the service asks for, adds at most five seconds to it.
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
