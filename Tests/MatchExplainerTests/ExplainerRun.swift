import Bytes
import Foundation
import JSON
import Support
import Testing

@testable import APIGateway
@testable import LambdaRuntime
@testable import MatchExplainer

/// MatchExplainer as its `main.swift` starts it, in this process, and what came of its invocations.
final class ExplainerRun {
    /// An invocation's answer.
    struct Answer {
        let status: Int
        let body: [String: Any]
        let milliseconds: Int
        /// What the invocation logged.
        let lines: [String]

        var explanation: String { body["explanation"] as? String ?? "" }
        var source: String { body["source"] as? String ?? "" }
        var isCached: Bool? { body["cached"] as? Bool }
        var isFallback: Bool? { body["fallback"] as? Bool }
        var error: String { body["error"] as? String ?? "" }

        func lines(with word: String) -> [String] { lines.filter { $0.contains(word) } }

        /// The lines as JSON. Throws if one is not.
        func objects() throws -> [[String: Any]] { try lines.map { try LogCapture.object($0) } }
    }

    static let secrets = ["AKIDEXAMPLE", "SECRETKEY", "SESSIONTOKEN", "ABSK-BEARER", "SECRET-TEXT-OF-AWS"]

    private let capture = LogCapture()
    private let log: Log
    private let handler: APIHandler

    /// A function whose services are these servers.
    init(_ bedrock: ScriptedServer, table: ScriptedServer? = nil, _ settings: [String: String] = [:]) throws {
        var variables = [
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "SECRETKEY",
            "AWS_SESSION_TOKEN": "SESSIONTOKEN", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": bedrock.url,
        ]
        if let table {
            variables["AWS_ENDPOINT_URL_DYNAMODB"] = table.url
            variables["EXPLANATION_CACHE_TABLE"] = "explanations"
        }
        variables.merge(settings) { $1 }
        let environment = Environment { [variables] in variables[$0] }
        log = try Log(environment, descriptor: capture.descriptor)
        handler = try MatchExplainerFunction.initialize(environment, log)
    }

    /// Posts `body` in an invocation that began `elapsed` milliseconds ago and ends `left` milliseconds from now.
    func post(_ body: String, method: String = "POST", elapsed: Int = 0, left: Int = 30_000) throws -> Answer {
        let event: JSONValue = [
            "httpMethod": .string(method), "path": "/explain-match", "body": .string(body), "isBase64Encoded": false,
        ]
        return try invoke(Array(event.text.utf8), elapsed: elapsed, left: left)
    }

    func invoke(_ event: [UInt8], elapsed: Int = 0, left: Int = 30_000) throws -> Answer {
        let before = capture.lines.count
        let now = Instant.now()
        var out = ByteBuffer()
        log.requestID = "id-1"
        try event.withUnsafeBytes { event in
            let invocation = Invocation(
                event: event, requestID: "id-1", deadline: now.advanced(milliseconds: left),
                start: now.advanced(milliseconds: -elapsed))
            try handler.handle(invocation, &out)
        }
        let milliseconds = Instant.now().milliseconds(since: now)
        let response = try #require(JSONSerialization.jsonObject(with: Data(out.bytes)) as? [String: Any])
        let text = response["body"] as? String ?? ""
        let body = text.isEmpty ? [:] : try LogCapture.object(text)
        return Answer(
            status: response["statusCode"] as? Int ?? 0, body: body, milliseconds: milliseconds,
            lines: Array(capture.lines.dropFirst(before)))
    }
}
