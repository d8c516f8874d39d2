import Bytes
import CCurl
import Glibc

/// Calls one AWS service: signs, sends, checks, and sends again where that helps.
///
/// Every call is bounded by its own limit and by the invocation's deadline. Each attempt is signed anew. If the service
/// refuses a signature and its `Date` says that this machine's clock is wrong, the difference is kept and the request is
/// sent again at once.
package final class ServiceClient {
    /// A POST to the service.
    package struct Call {
        /// Its name in logs, such as `DynamoDB.Scan`.
        package var operation: String
        /// The path as it is sent, percent-encoded, after the endpoint's prefix.
        package var path: String
        /// The headers to sign, in lower case, without host and date.
        package var headers: [(name: String, value: String)]
        /// The body, which is signed.
        package var body: [UInt8]
        /// Milliseconds for one attempt at most.
        package var attemptMilliseconds: Int

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

    /// How a request shows who sends it.
    package enum Authentication: Sendable {
        /// Signature Version 4 with these keys. Without keys every call fails before it is sent.
        case signature(Signer, Credentials?)
        /// `Authorization: Bearer` with a service's API key.
        case bearer(String)
    }

    private let endpoint: Endpoint
    private let authentication: Authentication
    private let transport: HTTPTransport
    private let retry: RetryPolicy
    private var clockOffset = 0
    /// How far a clock may be off before a refused signature is blamed on it.
    private static let toleratedSkewMilliseconds = 240_000

    /// A client of one service. Nothing is opened before `connect` or the first call.
    package init(
        endpoint: Endpoint, authentication: Authentication, trust: HTTPTransport.Trust, retry: RetryPolicy,
        maximumBodyBytes: Int = HTTPTransport.maximumBodyBytes,
        connectMilliseconds: Int = HTTPTransport.connectMilliseconds
    ) {
        self.endpoint = endpoint
        self.authentication = authentication
        self.retry = retry
        transport = HTTPTransport(
            trust: trust, isSecure: endpoint.isSecure, maximumBodyBytes: maximumBodyBytes,
            connectMilliseconds: connectMilliseconds)
    }

    /// Opens the connection before it is needed, where that costs something: TLS. Returns why it could not, for the log; the
    /// first call will try again.
    package func connect() -> HTTPFailure? {
        guard endpoint.isSecure else { return nil }
        do {
            _ = try transport.send(
                .init(method: "GET", url: endpoint.base + "/"), milliseconds: HTTPTransport.connectMilliseconds)
            return nil
        } catch {
            return error
        }
    }

    /// Sends `call` until it succeeds, may not be repeated, or the time is up. The response's body is valid until the next
    /// call.
    package func send(_ call: Call, deadline: Instant) throws(AWSError) -> HTTPTransport.Response {
        var attempt = 1
        while true {
            do {
                var response = try sendOnce(call, deadline: deadline)
                response.attempts = attempt
                return response
            } catch {
                var error = error
                error.attempts = error.wasSent ? attempt : attempt - 1
                guard error.isRetryable, let delay = retry.delay(after: attempt, asked: error.retryAfter),
                    delay < deadline.milliseconds(since: .now())
                else { throw error }
                usleep(UInt32(delay * 1000))
                attempt += 1
            }
        }
    }

    /// One attempt; two requests if the first one finds the clock wrong.
    private func sendOnce(
        _ call: Call, deadline: Instant, mayCorrectClock: Bool = true
    ) throws(AWSError) -> HTTPTransport.Response {
        let left = deadline.milliseconds(since: .now())
        guard left > 0 else {
            throw AWSError(
                kind: .deadlineExceeded, type: "DeadlineExceeded", operation: call.operation,
                detail: "no time was left",
                wasSent: false)
        }
        let request = HTTPTransport.Request(
            method: "POST", url: endpoint.base + call.path, headers: call.headers + (try authorization(call)),
            body: call.body)
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
                kind: .unavailable, type: "ChecksumMismatch", operation: call.operation,
                detail: "the body does not match x-amz-crc32", isRetryable: true)
        }
        if (200..<300).contains(response.status) { return response }
        let error = AWSError(response, operation: call.operation)
        guard error.reason == .signatureRefused, mayCorrectClock, correctClock(response) else { throw error }
        return try sendOnce(call, deadline: deadline, mayCorrectClock: false)
    }

    /// Takes the service's time for this machine's. Returns false where they agree.
    private func correctClock(_ response: HTTPTransport.Response) -> Bool {
        guard let date = response["date"].flatMap(UTCTime.init(httpDate:)) else { return false }
        let offset = date.milliseconds - UTCTime.now().milliseconds
        guard abs(offset - clockOffset) > Self.toleratedSkewMilliseconds else { return false }
        clockOffset = offset
        return true
    }

    private func authorization(_ call: Call) throws(AWSError) -> [(name: String, value: String)] {
        switch authentication {
        case .bearer(let key): return [(name: "authorization", value: "Bearer \(key)")]
        case .signature(_, nil):
            throw AWSError(
                kind: .denied, type: "CredentialsMissing", operation: call.operation,
                detail: "AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not set", reason: .keysMissing, wasSent: false)
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

extension ServiceClient.Call {
    /// The SHA-256 of all that the service is sent, in hexadecimal: the path, the headers and the body. Two calls with the same
    /// digest are the same call.
    package var digest: String {
        let head = headers.reduce(path) { "\($0)\n\($1.name):\($1.value)" } + "\n\n"
        return (Array(head.utf8) + body).withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
    }
}
