import Bytes
import Support
import Testing

@testable import AWSClient

/// A client of a scripted service, and what a call to it came to.
struct ServiceCalls {
    static let signer = Signer(service: "dynamodb", region: "eu-west-1")
    static let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token")

    let client: ServiceClient

    init(
        _ server: ScriptedServer, credentials: Credentials? = ServiceCalls.credentials, attempts: Int = 4,
        prefix: String = ""
    ) throws {
        let endpoint = try #require(Endpoint(server.url + prefix))
        client = ServiceClient(
            endpoint: endpoint, authentication: .signature(Self.signer, credentials), trust: .amazonRoots,
            retry: RetryPolicy(maximumAttempts: attempts, baseMilliseconds: 2))
    }

    /// Calls the service and copies the answer's body.
    func send(
        body: String = "{}", attemptMilliseconds: Int = 3000, milliseconds: Int = 10_000
    ) throws(AWSError) -> String {
        let response = try client.send(
            ServiceClient.Call(
                operation: "DynamoDB.Scan", headers: [(name: "x-amz-target", value: "DynamoDB_20120810.Scan")],
                body: Array(body.utf8), attemptMilliseconds: attemptMilliseconds),
            deadline: Instant.now().advanced(milliseconds: milliseconds))
        return String(decoding: response.body, as: UTF8.self)
    }

    /// Whether the signature of a request is right for its date, computed from what arrived.
    static func isSigned(_ request: ScriptedServer.Request) -> Bool {
        guard let credentials, let date = request.headers["x-amz-date"],
            let given = request.headers["authorization"]?.split(separator: "=").last
        else { return false }
        let signed = ["host", "x-amz-date", "x-amz-security-token", "x-amz-target"]
        let path = request.line.split(separator: " ")[1]
        let canonical = signer.canonicalRequest(
            Signer.Request(
                method: "POST", path: String(path), headers: signed.map { ($0, request.headers[$0] ?? "") },
                bodyHash: request.body.withUnsafeBytes { Hex.encode(SHA256.digest($0)) }))
        let key = SigningKey.derive(credentials.secretAccessKey, date: String(date.prefix(8)), "eu-west-1", "dynamodb")
        return Hex.encode(SHA256.hmac(signer.stringToSign(canonical, date: date), key: key)) == given
    }
}
