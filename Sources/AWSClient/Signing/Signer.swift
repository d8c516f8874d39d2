import Bytes

/// AWS Signature Version 4 in request headers, for every service but S3, which encodes paths differently.
///
/// The canonical request and the string to sign are AWS's own terms ("Create a signed AWS API request"). Each is a pure
/// function of the request, so that a server can verify with the same code.
package struct Signer: Sendable {
    /// The name of the algorithm, and the end of every credential scope.
    package static let algorithm = "AWS4-HMAC-SHA256", terminator = "aws4_request"

    /// The signing name: `dynamodb`, `bedrock`.
    let service: String
    /// The region that signatures are good for.
    let region: String

    package init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// The parts of a request that are signed.
    package struct Request {
        /// In upper case.
        var method: String
        /// The path as it is sent, percent-encoded.
        var path: String
        /// The query as it is sent, without the question mark.
        var query: String
        /// The headers to sign, `host` among them. Names are in lower case.
        var headers: [(name: String, value: String)]
        /// Hexadecimal SHA-256 of the body.
        var bodyHash: String

        package init(
            method: String, path: String, query: String = "", headers: [(name: String, value: String)], bodyHash: String
        ) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.bodyHash = bodyHash
        }
    }

    /// Returns the headers that sign `request` at `time`: `x-amz-date`, `x-amz-security-token` for temporary keys, and
    /// `authorization`.
    package func headers(
        for request: Request, credentials: Credentials, time: UTCTime
    ) -> [(name: String, value: String)] {
        var signed = request
        let date = time.amzDate
        var added = [(name: "x-amz-date", value: date)]
        if let token = credentials.sessionToken { added.append((name: "x-amz-security-token", value: token)) }
        signed.headers += added
        let key = SigningKey.derive(credentials.secretAccessKey, date: String(date.prefix(8)), region, service)
        let signature = Hex.encode(SHA256.hmac(stringToSign(canonicalRequest(signed), date: date), key: key))
        let authorization =
            "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope(date: date)), "
            + "SignedHeaders=\(Self.signedHeaders(signed)), Signature=\(signature)"
        return added + [(name: "authorization", value: authorization)]
    }

    /// Returns the credential scope of a date in the form of `X-Amz-Date`.
    private func scope(date: String) -> String { "\(date.prefix(8))/\(region)/\(service)/\(Self.terminator)" }

    /// Returns the canonical request: method, path encoded once more, sorted query, sorted headers, body hash.
    package func canonicalRequest(_ request: Request) -> String {
        var text = "\(request.method)\n\(Self.canonicalPath(request.path))\n\(Self.canonicalQuery(request.query))\n"
        for (name, values) in Self.canonicalHeaders(request) { text += "\(name):\(values)\n" }
        return text + "\n\(Self.signedHeaders(request))\n\(request.bodyHash)"
    }

    /// Returns the string to sign over a canonical request.
    package func stringToSign(_ canonicalRequest: String, date: String) -> String {
        var canonicalRequest = canonicalRequest
        let hash = canonicalRequest.withUTF8 { Hex.encode(SHA256.digest(UnsafeRawBufferPointer($0))) }
        return "\(Self.algorithm)\n\(date)\n\(scope(date: date))\n\(hash)"
    }

    /// Returns the names of the signed headers, sorted, separated by semicolons.
    private static func signedHeaders(_ request: Request) -> String {
        canonicalHeaders(request).map(\.name).joined(separator: ";")
    }

    /// Resolves dot segments and empty segments, then encodes every byte but unreserved ones and slashes again.
    private static func canonicalPath(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: true) where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        let ends = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
        return PercentEncoding.encode(("/" + segments.joined(separator: "/") + (ends ? "/" : "")).utf8, keeping: "/")
    }

    /// Sorts parameters by name, then by value, both in the encoded form.
    private static func canonicalQuery(_ query: String) -> String {
        query.split(separator: "&", omittingEmptySubsequences: true)
            .map { parameter -> (name: Substring, value: Substring) in
                let equals = parameter.firstIndex(of: "=") ?? parameter.endIndex
                return (parameter[..<equals], parameter[equals...].dropFirst())
            }
            .sorted {
                $0.name == $1.name
                    ? $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
                    : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
            }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// Sorts headers by name. Runs of spaces become one, outer ones go; the values of a repeated name are joined by commas.
    private static func canonicalHeaders(_ request: Request) -> [(name: String, values: String)] {
        var merged: [String: [String]] = [:]
        for (name, value) in request.headers {
            merged[name, default: []].append(value.split(separator: " ").joined(separator: " "))
        }
        return merged.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { (name: $0.key, values: $0.value.joined(separator: ",")) }
    }
}

/// The key derived from the secret for one day, region and service.
package enum SigningKey {
    /// Returns the HMAC over date, region, service and terminator, each under the result of the one before.
    package static func derive(_ secret: String, date: String, _ region: String, _ service: String) -> [UInt8] {
        [date, region, service, Signer.terminator].reduce(Array("AWS4\(secret)".utf8)) { key, part in
            SHA256.hmac(part, key: key)
        }
    }
}
