import Bytes

/// AWS Signature Version 4 in request headers, for every service but S3 (which encodes paths differently).
///
/// The canonical request and the string to sign are AWS's own terms ("Create a signed AWS API request"); each is a pure
/// function of the request, so that a server can verify with the same code.
package struct Signer: Sendable {
    /// The signing name: `dynamodb`, `bedrock`.
    package let service: String
    /// The region that signatures are good for.
    package let region: String

    /// A signer for one service in one region.
    package init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// What is signed of a request.
    package struct Request {
        /// The HTTP method, in upper case.
        package var method: String
        /// The path as it is sent, with its percent-encoding.
        package var path: String
        /// The query as it is sent, without the question mark.
        package var query: String
        /// The headers to sign, `host` among them. Names are lower-case.
        package var headers: [(name: String, value: String)]
        /// Hexadecimal SHA-256 of the body.
        package var bodyHash: String

        /// A request to sign.
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

    /// The headers that sign `request` at `time`: `x-amz-date`, `x-amz-security-token` where there is one, `authorization`.
    package func headers(
        for request: Request, credentials: Credentials, time: UTCTime
    ) -> [(name: String, value: String)] {
        var signed = request
        let date = time.amzDate
        var added = [(name: "x-amz-date", value: date)]
        if let token = credentials.sessionToken { added.append((name: "x-amz-security-token", value: token)) }
        signed.headers += added
        let scope = scope(date: date)
        let key = SigningKey.derive(credentials.secretAccessKey, date: String(date.prefix(8)), region, service)
        let signature = Hex.encode(SHA256.hmac(stringToSign(canonicalRequest(signed), date: date), key: key))
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(Self.signedHeaders(signed)), Signature=\(signature)"
        return added + [(name: "authorization", value: authorization)]
    }

    /// The credential scope of a date in `X-Amz-Date` form.
    package func scope(date: String) -> String { "\(date.prefix(8))/\(region)/\(service)/aws4_request" }

    /// The canonical request: method, path encoded once more, sorted query, sorted headers, body hash.
    package func canonicalRequest(_ request: Request) -> String {
        var text = "\(request.method)\n\(Self.canonicalPath(request.path))\n\(Self.canonicalQuery(request.query))\n"
        for (name, values) in Self.canonicalHeaders(request) { text += "\(name):\(values)\n" }
        return text + "\n\(Self.signedHeaders(request))\n\(request.bodyHash)"
    }

    /// The string to sign over a canonical request.
    package func stringToSign(_ canonicalRequest: String, date: String) -> String {
        var canonicalRequest = canonicalRequest
        let hash = canonicalRequest.withUTF8 { Hex.encode(SHA256.digest(UnsafeRawBufferPointer($0))) }
        return "AWS4-HMAC-SHA256\n\(date)\n\(scope(date: date))\n\(hash)"
    }

    /// Names of the signed headers, sorted, separated by semicolons.
    package static func signedHeaders(_ request: Request) -> String {
        canonicalHeaders(request).map(\.name).joined(separator: ";")
    }

    /// Dot segments and empty segments are resolved, then every byte but unreserved ones and slashes is encoded again.
    static func canonicalPath(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: true) where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        let ends = path.hasSuffix("/") || path.hasSuffix("/.") || path.hasSuffix("/..")
        return PercentEncoding.encode(("/" + segments.joined(separator: "/") + (ends ? "/" : "")).utf8, keeping: "/")
    }

    /// Parameters sorted by name, then by value, both in the encoded form.
    static func canonicalQuery(_ query: String) -> String {
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

    /// Sorted by name; runs of spaces become one, outer ones go; the values of a repeated name are joined by commas.
    static func canonicalHeaders(_ request: Request) -> [(name: String, values: String)] {
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
    /// HMAC over date, region, service and `aws4_request`, each under the result of the one before.
    package static func derive(_ secret: String, date: String, _ region: String, _ service: String) -> [UInt8] {
        [date, region, service, "aws4_request"].reduce(Array("AWS4\(secret)".utf8)) { key, part in
            SHA256.hmac(part, key: key)
        }
    }
}
