import AWSClient
import Bytes

extension ServiceError {
    fileprivate static func incomplete(_ message: String) -> ServiceError {
        ServiceError("IncompleteSignatureException", message, status: 403)
    }

    fileprivate static func invalid(_ message: String) -> ServiceError {
        ServiceError("InvalidSignatureException", message, status: 403)
    }

    fileprivate static let missingToken = ServiceError(
        "MissingAuthenticationTokenException", "Request is missing Authentication Token", status: 403)
    fileprivate static let unrecognizedClient = ServiceError(
        "UnrecognizedClientException", "The security token included in the request is invalid.", status: 403)
}

/// Checks Signature Version 4 of a request as AWS does: it computes the signature again from the request that arrived.
struct SignatureVerifier: Sendable {
    /// The only keys that are known. If they have a session token, a request must have it.
    let credentials: Credentials
    let service: String
    /// Milliseconds between the request's date and the clock, at most.
    static let maximumSkew = 15 * 60 * 1000

    /// Throws AWS's error for a request that it would refuse. `now` is the service's clock.
    func verify(_ request: HTTPRequest, now: UTCTime) throws(ServiceError) {
        guard let header = request.header("authorization"), !header.isEmpty else { throw .missingToken }
        guard header.hasPrefix(Self.algorithm), let authorization = Authorization(header) else {
            throw .incomplete(
                "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters. "
                    + "Authorization=\(Self.start(header))")
        }
        guard let date = request.header("x-amz-date") else {
            throw .incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                    + "Authorization=\(Self.start(header))")
        }
        guard authorization.accessKeyID == credentials.accessKeyID else { throw .unrecognizedClient }
        guard request.header("x-amz-security-token") == credentials.sessionToken else { throw .unrecognizedClient }
        try checkScope(authorization, date)
        try checkSignedHeaders(authorization, request)
        try checkSkew(date, now)
        guard signature(request, authorization, date) == authorization.signature else {
            throw .invalid(
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service documentation for "
                    + "details."
            )
        }
    }

    private static let algorithm = "AWS4-HMAC-SHA256"

    private func checkScope(_ authorization: Authorization, _ date: String) throws(ServiceError) {
        guard authorization.date == date.prefix(8) else {
            throw .invalid(
                "Credential should be scoped to a valid date: \(authorization.date) is not \(date.prefix(8)).")
        }
        guard authorization.service == service else {
            throw .invalid("Credential should be scoped to correct service: '\(service)'.")
        }
    }

    /// `Host` and every `x-amz-` header must be signed: anybody could have added an unsigned one.
    private func checkSignedHeaders(_ authorization: Authorization, _ request: HTTPRequest) throws(ServiceError) {
        let arrived = Set(request.headers.map(\.name))
        let needed = ["host", "x-amz-date"] + arrived.filter { $0.hasPrefix("x-amz-") }.sorted()
        if let unsigned = needed.first(where: { !authorization.signedHeaders.contains($0) }) {
            throw .invalid("'\(unsigned)' must be a 'SignedHeader' in the AWS Authorization.")
        }
        if let missing = authorization.signedHeaders.first(where: { !arrived.contains($0) }) {
            throw .invalid("'\(missing)' is a 'SignedHeader' that the request does not have.")
        }
    }

    private func checkSkew(_ date: String, _ now: UTCTime) throws(ServiceError) {
        let earliest = UTCTime(milliseconds: now.milliseconds - Self.maximumSkew).amzDate
        let latest = UTCTime(milliseconds: now.milliseconds + Self.maximumSkew).amzDate
        guard date.utf8.count == 16, date.hasSuffix("Z") else {
            throw .incomplete("Date must be in ISO-8601 'basic format'. Got '\(Self.start(date))'.")
        }
        // Dates of this form sort as the times do.
        guard date >= earliest else {
            throw .invalid(
                "Signature expired: \(date) is now earlier than \(earliest) (\(now.amzDate) - 15 min.)")
        }
        guard date <= latest else {
            throw .invalid(
                "Signature not yet current: \(date) is still later than \(latest) (\(now.amzDate) + 15 min.)")
        }
    }

    private func signature(_ request: HTTPRequest, _ authorization: Authorization, _ date: String) -> String {
        let signer = Signer(service: authorization.service, region: authorization.region)
        let headers = request.headers.filter { authorization.signedHeaders.contains($0.name) }
        let bodyHash = request.body.withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        let canonical = signer.canonicalRequest(
            Signer.Request(
                method: request.method, path: request.path, query: request.query, headers: headers, bodyHash: bodyHash))
        let key = SigningKey.derive(
            credentials.secretAccessKey, date: authorization.date, authorization.region, authorization.service)
        return Hex.encode(SHA256.hmac(signer.stringToSign(canonical, date: date), key: key))
    }

    /// Returns the start of a text: enough to find the mistake.
    private static func start(_ text: String) -> String { String(text.prefix(60)) }

    /// `AWS4-HMAC-SHA256 Credential=…/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=…`, in its parts.
    private struct Authorization {
        let accessKeyID: String
        let date: String
        let region: String
        let service: String
        let signedHeaders: [String]
        let signature: String

        init?(_ header: String) {
            var parameters: [String: String] = [:]
            for part in header.dropFirst(SignatureVerifier.algorithm.count).split(separator: ",") {
                let pair = part.trimming { $0 == " " }.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { return nil }
                parameters[String(pair[0])] = String(pair[1])
            }
            guard let credential = parameters["Credential"]?.split(separator: "/", omittingEmptySubsequences: false),
                credential.count == 5, credential[4] == "aws4_request",
                let headers = parameters["SignedHeaders"], let signature = parameters["Signature"]
            else { return nil }
            accessKeyID = String(credential[0])
            date = String(credential[1])
            region = String(credential[2])
            service = String(credential[3])
            signedHeaders = headers.split(separator: ";").map(String.init)
            self.signature = signature
        }
    }
}
