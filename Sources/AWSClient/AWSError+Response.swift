import JSON

// From an answer, or from none, to an error: the tables of the SDKs' standard retry mode.
extension AWSError {
    /// The error of an answer whose status is not 2xx. The type comes from `x-amzn-errortype` or the body's `__type`, which
    /// may have a namespace before it (`…#`) and an address behind it (`:http…`).
    package init(_ response: HTTPTransport.Response, operation: String) {
        let type = Self.type(of: response) ?? "HTTP\(response.status)"
        let kind = Self.kind(of: type, status: response.status)
        self.init(
            kind, type: type, operation: operation, detail: "status \(response.status)",
            retryAfter: response["x-amz-retry-after"].flatMap { Int($0) },
            isRetryable: kind == .throttled || kind == .unavailable)
        reason = Self.reason(response)
    }

    package init(_ failure: HTTPFailure, operation: String) {
        self.init(
            .unavailable, type: failure.isTimeout ? "Timeout" : "ConnectionFailed", operation: operation,
            detail: failure.description, isRetryable: failure.isTransient)
    }

    /// What AWS's message says that its type does not.
    private static func reason(_ response: HTTPTransport.Response) -> Reason? {
        guard response.body.count <= 65_536, let body = try? JSONValue(parsing: response.body),
            let message = (body["message"] ?? body["Message"])?.string?.lowercased()
        else { return nil }
        return Reason.signs.first { sign in
            message.utf8.count >= sign.text.utf8.count && message.utf8.contains(sign.text.utf8)
        }?.reason
    }

    package static func type(of response: HTTPTransport.Response) -> String? {
        var text = response["x-amzn-errortype"]
        if text == nil, response.body.count <= 65_536, let body = try? JSONValue(parsing: response.body) {
            text = (body["__type"] ?? body["code"])?.string
        }
        // The address first: it may have a "#" of its own.
        guard let name = text?.split(separator: ":").first?.split(separator: "#").last else { return nil }
        // What is no plain name is not logged.
        guard name.utf8.count <= 80, name.utf8.allSatisfy({ Self.isNameByte($0) }) else { return nil }
        return String(name)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    package static func kind(of type: String, status: Int) -> Kind {
        switch type {
        case "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
            "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
            "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "TransactionInProgressException",
            "ModelNotReadyException":
            return .throttled
        case "ServiceQuotaExceededException": return .quota
        case "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "InternalServerError",
            "InternalServerException", "ServiceUnavailable", "ServiceUnavailableException", "ModelTimeoutException",
            "ModelErrorException":
            return .unavailable
        case "ResourceNotFoundException": return .notFound
        case "AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException",
            "MissingAuthenticationTokenException", "MissingAuthenticationToken", "IncompleteSignatureException",
            "IncompleteSignature", "ExpiredTokenException", "ExpiredToken", "InvalidClientTokenId",
            "SignatureDoesNotMatch", "NotAuthorizedException", "OptInRequired", "RequestExpired",
            "RequestTimeTooSkewed", "RequestInTheFuture", "AuthFailure":
            return .denied
        default: return kind(ofStatus: status)
        }
    }

    private static func kind(ofStatus status: Int) -> Kind {
        switch status {
        case 429, 509: .throttled
        case 401, 403: .denied
        case 404: .notFound
        case 500...: .unavailable
        default: .invalid
        }
    }

    /// Whether the service refused the signature for a reason that a wrong clock explains.
    var mayBeClockSkew: Bool {
        switch type {
        case "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestInTheFuture",
            "RequestExpired", "AuthFailure":
            true
        default: false
        }
    }
}

extension Collection<UInt8> {
    /// Whether `other` stands somewhere in these bytes.
    fileprivate func contains(_ other: some Collection<UInt8>) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}
