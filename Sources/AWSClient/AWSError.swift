/// Why a call to an AWS service failed, in terms of what can be done about it.
///
/// AWS's own message is left out on purpose: it may repeat the whole request, signature and all.
public struct AWSError: Error, CustomStringConvertible, Sendable {
    /// What can be done about an error.
    public enum Kind: Sendable, Equatable {
        /// Too many requests: later it will work.
        case throttled
        /// The service is down, slow, unreachable, or its answer arrived damaged.
        case unavailable
        /// The invocation's time is used up.
        case deadlineExceeded
        /// The keys are missing, wrong, expired, or not allowed to do this.
        case denied
        /// The table, index or model is not there.
        case notFound
        /// The service does not accept the request: an error of ours.
        case invalid
    }

    /// What can be done about it.
    public let kind: Kind
    /// AWS's name of the error, such as `AccessDeniedException`, or ours where no answer came.
    public let type: String
    /// The operation, such as `DynamoDB.Scan`.
    public var operation: String
    /// What is safe to log: status, or host, curl's code and text, and elapsed time.
    public let detail: String
    /// How many requests were sent.
    public var attempts = 1
    /// Milliseconds that the service asks to wait (`x-amz-retry-after`).
    let retryAfter: Int?
    /// Whether the same request may succeed if it is sent again.
    let isRetryable: Bool

    init(
        _ kind: Kind, type: String, operation: String, detail: String, retryAfter: Int? = nil, isRetryable: Bool = false
    ) {
        self.kind = kind
        self.type = type
        self.operation = operation
        self.detail = detail
        self.retryAfter = retryAfter
        self.isRetryable = isRetryable
    }

    /// Operation, type and detail: all of it safe to log.
    public var description: String { "\(operation): \(type) (\(detail))" }
}
