import AWSClient
import Bytes
import JSON
import Testing

@testable import EmbeddedAWS

/// Requests to the embedded DynamoDB endpoint, signed as the functions sign theirs.
struct DynamoDBCaller {
    static let keys = EmbeddedCredentials.invented()
    static let time = UTCTime(milliseconds: 1_795_444_688_000)
    let endpoint: DynamoDBEndpoint

    init(_ items: String, index: IndexState = .ready, pageSize: Int? = nil) throws {
        try self.init(SampleItems.items(Array(items.utf8)), index: index, pageSize: pageSize)
    }

    init(_ schools: [Item], index: IndexState = .ready, pageSize: Int? = nil) throws {
        endpoint = try DynamoDBEndpoint(
            schools: schools, index: index, pageSize: pageSize, credentials: Self.keys, now: { Self.time })
    }

    static func request(
        _ operation: String, _ body: String, keys: Credentials = Self.keys, time: UTCTime = Self.time,
        service: String = "dynamodb"
    ) -> HTTPRequest {
        var headers: [(name: String, value: String)] = [
            ("host", "127.0.0.1:1"), ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", "DynamoDB_20120810.\(operation)"),
        ]
        let bytes = Array(body.utf8)
        let hash = bytes.withUnsafeBytes { Hex.encode(SHA256.digest($0)) }
        headers += Signer(service: service, region: "us-east-1").headers(
            for: Signer.Request(method: "POST", path: "/", headers: headers, bodyHash: hash), credentials: keys,
            time: time)
        return HTTPRequest(method: "POST", path: "/", headers: headers, body: bytes)
    }

    func call(_ operation: String, _ body: String) throws -> JSONValue {
        try JSONValue(parsing: endpoint.respond(to: Self.request(operation, body)).body)
    }

    /// Returns the error's type and message.
    func error(_ operation: String, _ body: String) throws -> (type: String, message: String) {
        let response = try call(operation, body)
        return (response["__type"]?.string ?? "none: \(response.text)", response["message"]?.string ?? "")
    }
}

/// Returns the ids of the items of a Scan.
func ids(_ response: JSONValue) -> [String] {
    (response["Items"]?.array ?? []).compactMap { $0["schoolId"]?["S"]?.string }
}
