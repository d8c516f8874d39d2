import Bytes
import CCurl
import Glibc

/// Calls one AWS service: signs, sends, checks, and sends again where that helps.
///
/// Every call is bounded by its own limit and by the invocation's deadline. Each attempt is signed anew. If the service
/// refuses a signature and its `Date` says that this machine's clock is wrong, the difference is kept and the call repeated
/// once.
package final class ServiceClient {
    /// A POST to the service; `path` is used as it stands, percent-encoding included.
    package struct Call {
        /// What a log calls it, such as `DynamoDB.Scan`.
        package var operation: String
        /// The path as it is sent, behind the endpoint's prefix.
        package var path = "/"
        /// The headers to sign, lower-case, without host and date.
        package var headers: [(name: String, value: String)]
        /// The body, which is signed.
        package var body: [UInt8]
        /// Milliseconds for one attempt at most.
        package var attemptMilliseconds: Int

        /// A call; its path is the endpoint's own.
        package init(
            operation: String, path: String = "/", headers: [(name: String, value: String)], body: [UInt8],
            attemptMilliseconds: Int
        ) {
            self.operation = operation
            self.path = path
            self.headers = headers
            self.body = body
            self.attemptMilliseconds = attemptMilliseconds
        }
    }

    /// A clock may differ by that much before a refused signature is blamed on it.
    static let toleratedSkewMilliseconds = 240_000

    /// How a request shows who sends it.
    package enum Authentication: Sendable {
        /// Signature Version 4 with these keys; without keys every call fails before it is sent.
        case signature(Signer, Credentials?)
        /// `Authorization: Bearer` with a service's API key.
        case bearer(String)
    }

    private let endpoint: Endpoint
    private let authentication: Authentication
    private let transport: HTTPTransport
    private let retry: RetryPolicy
    private var clockOffset = 0

    /// A client of one service; nothing is opened before `connect` or the first call.
    package init(
        endpoint: Endpoint, authentication: Authentication, trust: HTTPTransport.Trust, retry: RetryPolicy,
        maximumBodyBytes: Int = 16 << 20, connectMilliseconds: Int = HTTPTransport.connectMilliseconds
    ) {
        self.endpoint = endpoint
        self.authentication = authentication
        self.retry = retry
        transport = HTTPTransport(
            trust: trust, isSecure: endpoint.isSecure, maximumBodyBytes: maximumBodyBytes,
            connectMilliseconds: connectMilliseconds)
    }

    /// Opens the connection before it is needed, where that costs something: TLS. Answers why it could not, for the log; the
    /// first call will try again.
    package func connect(milliseconds: Int) -> HTTPFailure? {
        guard endpoint.isSecure else { return nil }
        do {
            _ = try transport.send(.init(method: "GET", url: endpoint.base + "/"), milliseconds: milliseconds)
            return nil
        } catch {
            return error
        }
    }

    /// Sends `call` until it succeeds, may not be repeated, or the time is up. The answer's body is valid until the next call.
    package func send(_ call: Call, deadline: Instant) throws(AWSError) -> HTTPTransport.Response {
        var skewCorrected = false
        for attempt in 1... {
            do {
                var response = try sendOnce(call, deadline: deadline, &skewCorrected)
                response.attempts = attempt
                return response
            } catch {
                var error = error
                error.attempts = error.wasSent ? attempt : attempt - 1
                guard error.isRetryable, let delay = retry.delay(after: attempt, asked: error.retryAfter),
                    delay < deadline.milliseconds(since: .now())
                else { throw error }
                usleep(UInt32(delay * 1000))
            }
        }
        throw Self.tooLate(call)
    }

    private static func tooLate(_ call: Call) -> AWSError {
        AWSError(
            .deadlineExceeded, type: "DeadlineExceeded", operation: call.operation, detail: "no time was left",
            wasSent: false)
    }

    /// One attempt; a second one at once if the clock turns out to be wrong.
    private func sendOnce(
        _ call: Call, deadline: Instant, _ skewCorrected: inout Bool
    ) throws(AWSError) -> HTTPTransport.Response {
        let left = deadline.milliseconds(since: .now())
        guard left > 0 else { throw Self.tooLate(call) }
        let request = try sign(call)
        let response: HTTPTransport.Response
        do {
            response = try transport.send(request, milliseconds: min(call.attemptMilliseconds, left))
        } catch {
            throw AWSError(error, operation: call.operation)
        }
        if let expected = response["x-amz-crc32"].flatMap({ UInt32($0) }),
            ccurl_crc32(response.body.baseAddress, response.body.count) != expected
        {
            throw AWSError(
                .unavailable, type: "ChecksumMismatch", operation: call.operation,
                detail: "the body does not match x-amz-crc32", isRetryable: true)
        }
        if (200..<300).contains(response.status) { return response }
        let error = AWSError(response, operation: call.operation)
        if error.mayBeClockSkew, !skewCorrected, correctClock(response) {
            skewCorrected = true
            return try sendOnce(call, deadline: deadline, &skewCorrected)
        }
        throw error
    }

    private func correctClock(_ response: HTTPTransport.Response) -> Bool {
        guard let date = response["date"].flatMap(UTCTime.init(httpDate:)) else { return false }
        let offset = date.milliseconds - UTCTime.now().milliseconds
        guard abs(offset - clockOffset) > Self.toleratedSkewMilliseconds else { return false }
        clockOffset = offset
        return true
    }

    private func sign(_ call: Call) throws(AWSError) -> HTTPTransport.Request {
        HTTPTransport.Request(
            method: "POST", url: endpoint.base + call.path, headers: call.headers + (try authorization(call)),
            body: call.body)
    }

    private func authorization(_ call: Call) throws(AWSError) -> [(name: String, value: String)] {
        switch authentication {
        case .bearer(let key): return [(name: "authorization", value: "Bearer \(key)")]
        case .signature(_, nil):
            throw AWSError(
                .denied, type: "CredentialsMissing", operation: call.operation,
                detail: "AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set", wasSent: false)
        case .signature(let signer, let credentials?):
            let request = Signer.Request(
                method: "POST", path: endpoint.prefix + call.path,
                headers: call.headers + [(name: "host", value: endpoint.authority)],
                bodyHash: call.body.withUnsafeBytes { Hex.encode(SHA256.digest($0)) })
            let time = UTCTime(milliseconds: UTCTime.now().milliseconds + clockOffset)
            return signer.headers(for: request, credentials: credentials, time: time)
        }
    }
}
