import Bytes
import Foundation
import JSON
import Support

@testable import APIGateway
@testable import GetSchools
@testable import LambdaRuntime

/// GetSchools as `main.swift` starts it, without the runtime loop around it: events in, proxy responses out.
final class FunctionRun {
    private let handler: APIHandler
    private let capture = LogCapture()
    private let log: Log

    /// A proxy response as API Gateway reads it.
    struct Answer {
        let status: Int
        let headers: [String: String]
        let text: String

        var body: JSONValue { (try? JSONValue(parsing: Array(text.utf8))) ?? .null }
        var ids: [String] { body["schools"]?.array?.compactMap { $0["schoolId"]?.string } ?? [] }
        var cursor: String? { body["nextCursor"]?.string }
        var error: String? { body["error"]?.string }
    }

    /// The table that it reads, kept alive.
    private let table: ScriptedTable?

    /// Starts the function over `table`, with `variables` over those that a working one has.
    convenience init(_ table: ScriptedTable, _ variables: [String: String] = [:]) throws {
        try self.init(url: table.server.url, variables, table: table)
    }

    init(url: String, _ variables: [String: String] = [:], table: ScriptedTable? = nil) throws {
        self.table = table
        let standard = [
            "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_ENDPOINT_URL_DYNAMODB": url,
        ]
        let environment = standard.merging(variables) { $1 }
        log = Log(level: .info, descriptor: capture.descriptor)
        log.requestID = "id-1"
        handler = try GetSchoolsFunction.initialize(Environment { environment[$0] }, log)
    }

    var lines: [[String: Any]] { get throws { try capture.lines.map { try LogCapture.object($0) } } }

    /// The lines of a level.
    func lines(_ level: String) throws -> [[String: Any]] { try lines.filter { $0["level"] as? String == level } }

    /// Lists schools with `parameters`.
    func list(_ parameters: [String: String] = [:], headers: [String: String] = [:], milliseconds: Int = 10_000) throws
        -> Answer
    {
        try invoke("list-all", milliseconds: milliseconds) { event in
            event["queryStringParameters"] = parameters
            event["headers"] = headers
            event["multiValueHeaders"] = NSNull()
        }
    }

    /// Gets one school: `id` as it stands in the URL.
    func school(_ id: String) throws -> Answer {
        try invoke("school-nested") { event in
            event["path"] = "/schools/\(id)"
            event["pathParameters"] = id.isEmpty ? NSNull() : ["schoolId": id]
        }
    }

    /// Invokes the function with an event of `Events/`, changed by `change`.
    func invoke(
        _ name: String, milliseconds: Int = 10_000, _ change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> Answer {
        var event =
            try JSONSerialization.jsonObject(with: Data(try Parts.file("Events/\(name).json"))) as? [String: Any] ?? [:]
        change(&event)
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: event))
        var out = ByteBuffer()
        try bytes.withUnsafeBytes { bytes in
            let invocation = Invocation(
                event: bytes, requestID: "id-1", deadline: Instant.now().advanced(milliseconds: milliseconds),
                start: .now())
            try handler.handle(invocation, &out)
        }
        let json = try JSONSerialization.jsonObject(with: Data(out.bytes)) as? [String: Any] ?? [:]
        return Answer(
            status: json["statusCode"] as? Int ?? 0, headers: json["headers"] as? [String: String] ?? [:],
            text: json["body"] as? String ?? "")
    }
}
