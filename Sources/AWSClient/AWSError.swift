/// Why a call to an AWS service failed, in terms of what can be done about it.
///
/// AWS's own message is left out on purpose: it may repeat the whole request, signature and all.
package struct AWSError: Error, CustomStringConvertible, Sendable {
    /// What can be done about an error.
    package enum Kind: Sendable, Equatable {
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
        /// The account's quota is used up: it has to be raised, or to wait for another day.
        case quota
        /// The service does not accept the request: an error of ours.
        case invalid
    }

    /// Causes that AWS tells apart in its messages only.
    package enum Reason: Sendable, Equatable {
        /// The model can be called through an inference profile only.
        case needsInferenceProfile
        /// The model has reached the end of its life.
        case modelHasEnded
        /// The model is a legacy one, and this account has not used it lately.
        case modelIsLegacy
        /// The account has not asked for access to the model, or not filled in the form for it.
        case needsModelAccess

        /// Parts of AWS's messages, in lower case.
        static let signs: [(text: String, reason: Reason)] = [
            ("on-demand throughput", .needsInferenceProfile), ("end of its life", .modelHasEnded),
            ("legacy", .modelIsLegacy), ("use case details", .needsModelAccess),
            ("access to the model", .needsModelAccess),
        ]
    }

    /// What can be done about it.
    package let kind: Kind
    /// AWS's name of the error, such as `AccessDeniedException`, or ours where no answer came.
    package let type: String
    /// The operation, such as `DynamoDB.Scan`.
    package var operation: String
    /// What is safe to log: status, or host, curl's code and text, and elapsed time.
    package let detail: String
    /// How many requests were sent; 0 if the call failed before.
    package var attempts = 1
    /// A finer cause than the type, where AWS's message gives one away.
    package var reason: Reason?
    /// Milliseconds that the service asks to wait (`x-amz-retry-after`).
    package let retryAfter: Int?
    /// Whether the same request may succeed if it is sent again.
    package let isRetryable: Bool
    /// Whether the attempt that failed sent anything.
    let wasSent: Bool

    package init(
        _ kind: Kind, type: String, operation: String, detail: String, retryAfter: Int? = nil,
        isRetryable: Bool = false,
        wasSent: Bool = true
    ) {
        self.kind = kind
        self.type = type
        self.operation = operation
        self.detail = detail
        self.retryAfter = retryAfter
        self.isRetryable = isRetryable
        self.wasSent = wasSent
    }

    /// Operation, type and detail: all of it safe to log.
    package var description: String { "\(operation): \(type) (\(detail))" }
}
