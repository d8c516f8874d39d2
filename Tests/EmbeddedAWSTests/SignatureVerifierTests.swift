import AWSClient
import Bytes
import Testing

@testable import EmbeddedAWS

@Suite struct SignatureVerifierTests {
    private let verifier = SignatureVerifier(credentials: DynamoDBCaller.keys, service: "dynamodb")
    private static let keys = DynamoDBCaller.keys

    private func error(_ request: HTTPRequest) -> (name: String?, message: String) {
        do {
            try verifier.verify(request, now: DynamoDBCaller.time)
            return (nil, "")
        } catch { return (error.name, error.message ?? "") }
    }

    private func request(minutes: Int = 0, keys: Credentials = Self.keys, service: String = "dynamodb") -> HTTPRequest {
        DynamoDBCaller.request(
            "Scan", "{}", keys: keys,
            time: UTCTime(milliseconds: DynamoDBCaller.time.milliseconds + minutes * 60_000), service: service)
    }

    private func without(_ name: String) -> HTTPRequest {
        var request = request()
        request.headers.removeAll { $0.name == name }
        return request
    }

    private func keys(id: String? = nil, secret: String? = nil, token: String?) throws -> Credentials {
        try #require(
            Credentials(
                accessKeyID: id ?? Self.keys.accessKeyID, secretAccessKey: secret ?? Self.keys.secretAccessKey,
                sessionToken: token))
    }

    @Test func acceptsACorrectSignature() {
        #expect(error(request()).name == nil)
        #expect(error(request(minutes: 14)).name == nil)
        #expect(error(request(minutes: -14)).name == nil)
    }

    @Test func refusesWrongKeys() throws {
        let token = Self.keys.sessionToken
        #expect(error(request(keys: try keys(id: "AKIAOTHER", token: token))).name == "UnrecognizedClientException")
        #expect(error(request(keys: try keys(secret: "other", token: token))).name == "InvalidSignatureException")
        #expect(error(request(keys: try keys(token: nil))).name == "UnrecognizedClientException")
        #expect(error(request(keys: try keys(token: "other"))).name == "UnrecognizedClientException")
    }

    @Test func refusesOldAndEarlyRequests() {
        #expect(error(request(minutes: -16)).message.hasPrefix("Signature expired: "))
        #expect(error(request(minutes: 16)).message.hasPrefix("Signature not yet current: "))
    }

    @Test func refusesMissingHeaders() {
        #expect(error(without("authorization")).name == "MissingAuthenticationTokenException")
        #expect(error(without("x-amz-date")).name == "IncompleteSignatureException")
        #expect(error(without("host")).name == "InvalidSignatureException")
        #expect(error(without("content-type")).name == "InvalidSignatureException")
        #expect(error(request(service: "bedrock")).message.contains("correct service: 'dynamodb'"))
    }

    @Test func refusesARequestThatWasChanged() {
        for change in ["body", "path", "query", "target", "added", "signature", "scope", "unsigned"] {
            var request = request()
            let authorization = request.headers.firstIndex { $0.name == "authorization" } ?? 0
            switch change {
            case "body": request.body = Array("[]".utf8)
            case "path": request.path = "/x"
            case "query": request.query = "a=b"
            case "target": request.headers[2].value += "x"
            case "added": request.headers.append(("x-amz-extra", "1"))
            case "signature": request.headers[authorization].value.removeLast()
            case "scope":
                request.headers[authorization].value = request.headers[authorization].value.replacing(
                    "us-east-1", with: "eu-west-1")
            default:
                request.headers[authorization].value = request.headers[authorization].value.replacing(
                    ";x-amz-target", with: "")
            }
            #expect(error(request).name == "InvalidSignatureException", "\(change)")
        }
    }

    @Test(arguments: [
        "Basic abc", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 nonsense",
    ])
    func refusesHeadersThatAreNotASignature(header: String) {
        var request = without("authorization")
        request.headers.append(("authorization", header))
        #expect(error(request).name == "IncompleteSignatureException")
    }
}
