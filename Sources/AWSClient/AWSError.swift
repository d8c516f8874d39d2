/// Why a call to an AWS service failed, in terms of what can be done about it.
///
/// AWS's own message is left out on purpose: it may repeat the whole request, signature and all.
package struct AWSError: Error, CustomStringConvertible, Sendable {
    /// What can be done about an error.
    package enum Kind: Sendable, CaseIterable {
        /// Too many requests. The same request will succeed later.
        case throttled
        /// The service is down, slow or unreachable, or its response arrived damaged.
        case unavailable
        /// The invocation's time is used up.
        case deadlineExceeded
        /// The keys are missing, wrong or expired, or their owner may not do this.
        case denied
        /// The table, index or model does not exist.
        case notFound
        /// The account's quota is used up: AWS has to raise it, or the next day has to come.
        case quota
        /// The request is wrong. It will not succeed before somebody changes it.
        case invalid
    }

    /// A cause within a kind. AWS tells most of them apart in its messages only.
    package enum Reason: Sendable, CaseIterable {
        /// The model can be called through an inference profile only.
        case needsInferenceProfile
        /// The model has reached the end of its life.
        case modelHasEnded
        /// The model is a legacy one, and this account has not used it lately.
        case modelIsLegacy
        /// The account has not asked for access to the model, or not filled in the form for it.
        case needsModelAccess
        /// The account has no valid means of payment for a model that AWS Marketplace sells.
        case needsPayment
        /// The account is not subscribed to the model in AWS Marketplace, and these keys may not subscribe it.
        case needsSubscription
        /// A policy of the organization that the account belongs to forbids the call.
        case organizationPolicy
        /// The account may not use the service or the model, whatever its policies say: new accounts, for example.
        case accountNotAllowed
        /// No access keys are set.
        case keysMissing
        /// The keys, or the API key, have expired.
        case keysExpired
        /// AWS does not know the keys.
        case keysWrong
        /// The signature does not match: the secret key or the clock is wrong.
        case signatureRefused
        /// The service does not take the API key: it is wrong, or of another region.
        case apiKeyWrong
        /// The owner of the API key may not use API keys.
        case apiKeyNotAllowed
        /// The response was cut off before it held any text.
        case outputLimit
    }

    /// What can be done about it.
    package let kind: Kind
    /// AWS's name of the error, such as `AccessDeniedException`, or one of this client's where no response came.
    package let type: String
    /// The operation, such as `DynamoDB.Scan`.
    package let operation: String
    /// What is safe to log: the status; or host, curl's code and text, and elapsed time.
    package let detail: String
    /// The cause, where the type or AWS's message tells it.
    package var reason: Reason?
    /// Milliseconds that the service asks to wait (`x-amz-retry-after`).
    package var retryAfter: Int?
    /// Whether the call asked for an index that is missing, still being made, or denied to the keys' owner. The table may be
    /// read all the same.
    package internal(set) var isIndexUnavailable = false
    /// Whether the same request may succeed if it is sent again.
    package var isRetryable = false
    /// Whether the attempt that failed sent anything.
    var wasSent = true
    /// How many requests were sent; 0 if the call failed before the first.
    package var attempts = 1

    /// Operation, type and detail, all of them safe to log.
    package var description: String { "\(operation): \(type) (\(detail))" }
}
