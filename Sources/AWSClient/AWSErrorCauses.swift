import JSON

// From a response that is not a success, or from none, to an error.
extension AWSError {
    /// What each type of error means: the types of the SDKs' standard retry mode, and those that InvokeModel documents.
    private static let types: [(names: [String], kind: Kind, reason: Reason?)] = [
        (
            [
                "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "SlowDown",
                "RequestThrottledException", "TooManyRequestsException", "ProvisionedThroughputExceededException",
                "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException",
                "TransactionInProgressException", "ModelNotReadyException",
            ], .throttled, nil
        ),
        (
            [
                "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "InternalServerError",
                "InternalServerException", "ServiceUnavailable", "ServiceUnavailableException",
                "ModelTimeoutException", "ModelErrorException",
            ], .unavailable, nil
        ),
        (["ServiceQuotaExceededException"], .quota, nil),
        (["ResourceNotFoundException"], .notFound, nil),
        (["FTUFormNotFilled"], .notFound, .needsModelAccess),
        (["AccessDeniedException", "NotAuthorizedException"], .denied, nil),
        (["OptInRequired", "BadCScoreException"], .denied, .accountNotAllowed),
        (["ExpiredTokenException", "ExpiredToken"], .denied, .keysExpired),
        (
            [
                "UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationTokenException",
                "MissingAuthenticationToken", "IncompleteSignatureException", "IncompleteSignature",
            ], .denied, .keysWrong
        ),
        (
            [
                "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestInTheFuture",
                "RequestExpired", "AuthFailure",
            ], .denied, .signatureRefused
        ),
    ]

    /// Parts of AWS's messages, in lower case, and what each gives away. The first one that a message contains counts.
    ///
    /// Messages repeat names that users choose, of roles for example. No such name can hold a space, so each part has one.
    static let phrases: [(text: String, reason: Reason)] = [
        ("on-demand throughput", .needsInferenceProfile),
        ("end of its life", .modelHasEnded),
        ("marked by provider as legacy", .modelIsLegacy),
        ("use case details", .needsModelAccess), ("access to the model", .needsModelAccess),
        ("payment instrument", .needsPayment), ("due to invalid_payment_instrument", .needsPayment),
        ("service control policy", .organizationPolicy), ("resource control policy", .organizationPolicy),
        ("aws marketplace", .needsSubscription), ("perform: aws-marketplace:", .needsSubscription),
        ("operation not allowed", .accountNotAllowed), ("your account is not authorized", .accountNotAllowed),
        ("not available for this account", .accountNotAllowed), ("channel program accounts", .accountNotAllowed),
        ("perform: bedrock:callwithbearertoken", .apiKeyNotAllowed),
        ("token has expired", .keysExpired), ("key has expired", .keysExpired), ("request is expired", .keysExpired),
        ("invalid api key", .apiKeyWrong), ("your api key", .apiKeyWrong),
    ]

    /// Parts of DynamoDB's messages, in lower case, about an index that is not there, or not yet.
    private static let indexPhrases = ["not have the specified index", "from backfilling global secondary index"]

    /// The type of an error for a response that is not the service's.
    package static let malformedResponse = "MalformedResponse"

    /// The type of an error for a response that was larger than the client takes.
    static let responseTooLarge = "ResponseTooLarge"

    /// The error of a response whose status is not 2xx. The type comes from `x-amzn-errortype` or the body's `__type`, which
    /// may have a namespace before it (`…#`) and an address after it (`:http…`).
    package init(_ response: HTTPTransport.Response, operation: String) {
        let body = response.body.count <= 65_536 ? try? JSONValue(parsing: response.body) : nil
        let error = body?["error"] ?? body
        let given = response["x-amzn-errortype"] ?? (error?["__type"] ?? error?["code"])?.string
        let type = given.flatMap(Self.name) ?? "HTTP\(response.status)"
        let known = Self.types.first { $0.names.contains(type) }
        let kind = known?.kind ?? Self.kind(of: response.status)
        let message = Array(((error?["message"] ?? error?["Message"])?.string ?? "").lowercased().utf8.prefix(4096))
        self.init(
            kind: kind, type: type, operation: operation, detail: "status \(response.status)",
            reason: known?.reason ?? Self.phrases.first { Self.contains(message, $0.text) }?.reason,
            retryAfter: response["x-amz-retry-after"].flatMap { Int($0) },
            isIndexUnavailable: Self.indexPhrases.contains { Self.contains(message, $0) },
            isRetryable: kind == .throttled || kind == .unavailable)
    }

    /// The error of a call to which no response came.
    init(_ failure: HTTPFailure, operation: String) {
        self.init(
            kind: .unavailable, type: Self.type(of: failure), operation: operation, detail: failure.description,
            isRetryable: failure.isTransient)
    }

    private static func kind(of status: Int) -> Kind {
        switch status {
        case 429, 509: .throttled
        case 401, 403: .denied
        case 404: .notFound
        case 500...: .unavailable
        default: .invalid
        }
    }

    /// The name of a type, or nil for text that is not a plain name and so must not be logged.
    private static func name(_ text: String) -> String? {
        // The address first: it may have a "#" of its own.
        guard let name = text.split(separator: ":").first?.split(separator: "#").last, name.utf8.count <= 80,
            name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) })
        else { return nil }
        return String(name)
    }

    private static func type(of failure: HTTPFailure) -> String {
        if failure.isTooLarge { return responseTooLarge }
        return failure.isTimeout ? "Timeout" : "ConnectionFailed"
    }

    private static func contains(_ message: [UInt8], _ phrase: String) -> Bool {
        message.indices.contains { message[$0...].starts(with: phrase.utf8) }
    }
}
