import Testing

@testable import AWSClient

@Suite struct AWSErrorTests {
    /// The error of an answer with these parts.
    private func error(
        _ status: Int, body: String = "", headers: [(name: String, value: String)] = []
    ) -> AWSError {
        var body = body
        return body.withUTF8 { bytes in
            AWSError(
                HTTPTransport.Response(status: status, headers: headers, body: UnsafeRawBufferPointer(bytes)),
                operation: "DynamoDB.Scan")
        }
    }

    @Test(arguments: [
        #"{"__type":"ThrottlingException"}"#,
        #"{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate"}"#,
        #"{"message":"Rate","__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException:http://internal/coral/"}"#,
        #"{"__type":"ThrottlingException:http://internal/coral/#part"}"#,
        #"{"code":"ThrottlingException"}"#,
        #"{"__type":"\u0054hrottlingException"}"#,
    ]) func aTypeIsReadWithPrefixAndSuffix(body: String) {
        let error = error(400, body: body)
        #expect(error.type == "ThrottlingException")
        #expect(error.kind == .throttled && error.isRetryable)
    }

    @Test(arguments: [
        "ThrottlingException", "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/",
        "com.amazon.bedrock#ThrottlingException", "a.b#ThrottlingException:http://x/#y",
    ]) func theHeaderCountsBeforeTheBody(header: String) {
        let error = error(
            429, body: #"{"__type":"ValidationException"}"#, headers: [(name: "x-amzn-errortype", value: header)])
        #expect(error.type == "ThrottlingException" && error.kind == .throttled)
    }

    @Test(arguments: [
        ("ProvisionedThroughputExceededException", 400), ("RequestLimitExceeded", 400), ("SlowDown", 503),
        ("LimitExceededException", 400), ("TooManyRequestsException", 429), ("RequestThrottledException", 400),
        ("TransactionInProgressException", 400), ("BandwidthLimitExceeded", 509),
    ]) func throttling(type: String, status: Int) {
        let error = error(status, body: #"{"__type":"x#\#(type)"}"#)
        #expect(error.kind == .throttled && error.isRetryable)
    }

    @Test(arguments: [
        ("InternalServerError", 500), ("InternalServerError", 400), ("ServiceUnavailable", 503),
        ("RequestTimeout", 400), ("SomethingNew", 502), ("SomethingNew", 504),
    ]) func whatPassesIsTriedAgain(type: String, status: Int) {
        let error = error(status, body: #"{"__type":"\#(type)"}"#)
        #expect(error.kind == .unavailable && error.isRetryable)
    }

    @Test(arguments: [
        ("AccessDeniedException", 400, AWSError.Kind.denied), ("UnrecognizedClientException", 400, .denied),
        ("ExpiredTokenException", 400, .denied), ("IncompleteSignatureException", 400, .denied),
        ("MissingAuthenticationTokenException", 400, .denied), ("Unheard", 403, .denied), ("Unheard", 401, .denied),
        ("ResourceNotFoundException", 400, .notFound), ("Unheard", 404, .notFound),
        ("ValidationException", 400, .invalid), ("SerializationException", 400, .invalid), ("Unheard", 418, .invalid),
        ("Unheard", 301, .invalid),
    ]) func whatStaysIsNotTriedAgain(type: String, status: Int, kind: AWSError.Kind) {
        let error = error(status, body: #"{"__type":"a#\#(type)"}"#)
        #expect(error.kind == kind && !error.isRetryable && error.type == type)
    }

    @Test(arguments: [
        ("", 503), ("<html>busy</html>", 503), ("[]", 500), ("null", 500), (#"{"__type":7}"#, 500),
        (#"{"__type":""}"#, 500), (##"{"__type":"#"}"##, 500), (#"{"__type":":"}"#, 500), (#"{"message":"m"}"#, 500),
        (#"{"__type":"has a secret in it"}"#, 500), (#"{"__type":"Über"}"#, 500), (#"{"__type":"x\ny"}"#, 500),
    ]) func withoutANameTheStatusIsTheType(body: String, status: Int) {
        let error = error(status, body: body)
        #expect(error.type == "HTTP\(status)" && error.kind == .unavailable)
    }

    @Test func nothingOfTheMessageIsKept() {
        let message =
            "The Canonical String for this request should have been 'POST / host:x x-amz-security-token:SECRET'"
        let error = error(
            400, body: #"{"__type":"a#InvalidSignatureException","message":"\#(message)"}"#,
            headers: [(name: "x-amzn-requestid", value: "SECRET")])
        #expect(error.kind == .denied && error.reason == .signatureRefused)
        #expect(!"\(error) \(error.detail)".contains("SECRET") && !"\(error)".contains("Canonical"))
    }

    @Test func aNameThatIsTooLongIsNone() {
        #expect(error(500, body: #"{"__type":"\#(String(repeating: "A", count: 81))"}"#).type == "HTTP500")
        #expect(error(500, body: #"{"__type":"A","x":"\#(String(repeating: "x", count: 70_000))"}"#).type == "HTTP500")
    }

    @Test(
        arguments: [("250", 250), ("0", 0), ("soon", nil), ("", nil), ("99999999999999999999", nil)] as [(String, Int?)]
    )
    func theServiceMayAskForADelay(header: String, asked: Int?) {
        #expect(error(503, headers: [(name: "x-amz-retry-after", value: header)]).retryAfter == asked)
    }

    @Test(arguments: [
        (28, "Timeout", true), (7, "ConnectionFailed", true), (52, "ConnectionFailed", true),
        (60, "ConnectionFailed", false), (23, "ResponseTooLarge", false), (3, "ConnectionFailed", false),
    ])
    func failuresOfTheConnection(code: Int, type: String, isRetryable: Bool) {
        let failure = HTTPFailure(host: "db:1", code: code, text: "it broke", milliseconds: 12)
        let error = AWSError(failure, operation: "DynamoDB.Query")
        #expect(error.kind == .unavailable && error.type == type && error.isRetryable == isRetryable)
        #expect("\(error)" == "DynamoDB.Query: \(type) (db:1: curl error \(code) after 12 ms: it broke)")
    }
}
