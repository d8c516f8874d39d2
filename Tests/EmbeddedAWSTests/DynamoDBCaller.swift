import AWSClient
import Bytes
import Foundation
import JSON
import Testing

@testable import EmbeddedAWS

/// One exchange over a socket of its own.
func exchange(port: UInt16, _ request: String, seconds: Int = 10) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    try #require(connected == 0)
    let bytes = Array(request.utf8)
    try #require(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    var answer: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = recv(descriptor, &room, room.count, 0)
        guard count > 0 else { break }
        answer += room[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
}

/// Requests to the embedded DynamoDB endpoint, signed as the functions sign theirs.
struct DynamoDBCaller {
    static let keys = EmbeddedCredentials.invented()
    static let time = UTCTime(milliseconds: 1_795_444_688_000)
    let endpoint: DynamoDBEndpoint

    init(_ items: String, pageSize: Int? = nil) throws {
        let table = try EmbeddedSchools(SampleItems.items(Array(items.utf8)))
        endpoint = DynamoDBEndpoint(table: table, pageSize: pageSize, credentials: Self.keys, now: { Self.time })
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

    /// The error's name and message.
    func error(_ operation: String, _ body: String) throws -> (type: String, message: String) {
        let answer = try call(operation, body)
        return (answer["__type"]?.string ?? "none: \(answer.text)", answer["message"]?.string ?? "")
    }
}

/// The ids of the items in an answer.
func ids(_ answer: JSONValue) -> [String] {
    (answer["Items"]?.array ?? []).compactMap { $0["schoolId"]?["S"]?.string }
}
