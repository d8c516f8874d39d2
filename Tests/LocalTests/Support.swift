import AWSClient
import Foundation
import JSON
import Primitives
import Testing

@testable import Local

/// The repository's root.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

/// A value parsed of JSON text.
func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

/// A folder that goes away with this object.
final class TemporaryFolder {
    let path = NSTemporaryDirectory() + "local-tests-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// Writes a program. Another process does the last step: this one's descriptor could be in the hands of a child that
    /// another test is just starting, and the system starts no program that is open for writing.
    func writeProgram(_ name: String, _ text: String) throws -> String {
        let file = try write("\(name).text", text)
        let install = try ChildProcess(
            "/usr/bin/install", arguments: ["-m", "755", file, "\(path)/\(name)"], environment: [])
        try #require(install.wait() == "exit status 0")
        return "\(path)/\(name)"
    }
}

/// The developer's tool as a process.
enum LocalToolProcess {
    /// The executable stands beside the test bundle.
    private static let tool: String? = CommandLine.arguments.lazy.compactMap { argument -> String? in
        guard let end = argument.range(of: ".xctest")?.lowerBound else { return nil }
        return URL(fileURLWithPath: String(argument[..<end])).deletingLastPathComponent().path + "/local"
    }.first

    /// Runs it to its end, with these variables and none of this process's. Answers how it ended and what it wrote.
    static func run(
        _ arguments: [String], environment: [(String, String)] = []
    ) throws -> (end: String, output: [String]) {
        let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? ""
        let process = try ChildProcess(
            try #require(tool), arguments: arguments,
            environment: [("PATH", "/usr/bin:/bin"), ("LD_LIBRARY_PATH", libraries)] + environment)
        let end = process.wait()
        return (end, process.output.takeLines())
    }
}

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
        let table = try SchoolsTable(SampleItems.items(Array(items.utf8)))
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
