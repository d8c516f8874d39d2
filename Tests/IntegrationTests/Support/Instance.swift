import Bytes
import Foundation
import Support
import Testing

@testable import EmbeddedAWS

/// The packaged function in a process of its own, and the Runtime API that it talks to.
///
/// Whatever a test is about, each invocation's log lines and, at the end, all of them are held to contract §5.
final class Instance {
    /// A request to the Runtime API.
    struct Request {
        let method: String
        let path: String
        /// Names are lower-case.
        let headers: [String: String]
        let body: [UInt8]
    }

    /// How an invocation ended.
    enum Outcome {
        case response([UInt8])
        case error(type: String, body: [UInt8])
        /// The process ended, or the time was up.
        case none(String)
    }

    /// How Lambda starts a function; the keys open nothing.
    static let variables = [
        "_HANDLER": "GetSchools", "AWS_REGION": "us-east-1", "LAMBDA_TASK_ROOT": "/var/task", "TZ": ":UTC",
        "AWS_ACCESS_KEY_ID": "ASIAINTEGRATION00001",
        "AWS_SECRET_ACCESS_KEY": "integration/secret+of+nothing00000000001",
        "AWS_SESSION_TOKEN": "integration//token+of+nothing==",
    ]

    private let function: Function
    private let instance: FunctionInstance
    private let variables: [String: String]
    private var everything: [String] = []
    /// The requests to the Runtime API so far.
    private(set) var requests: [Request] = []

    private init(_ function: Function, _ variables: [String: String], command: [String]) throws {
        self.function = function
        self.variables = variables
        instance = try FunctionInstance(
            name: function.rawValue, program: command[0], arguments: Array(command.dropFirst())
        ) { address in variables.map { ($0, $1) } + [("AWS_LAMBDA_RUNTIME_API", address)] }
        instance.server.onRequest = { [unowned self] request in
            let headers = request.headers.map { ($0.name, $0.value) }
            requests.append(
                Request(
                    method: request.method, path: request.path, headers: Dictionary(headers) { $1 }, body: request.body)
            )
        }
    }

    /// Starts the function with Lambda's variables and `changes` to them (nil unsets one), by `launcher` if there is
    /// one, and ends it after `body`.
    static func run(
        _ changes: [String: String?] = [:], function: Function = .getSchools, launcher: [String] = [],
        _ body: (Instance) throws -> Void
    ) throws {
        var variables = Self.variables.merging(["_HANDLER": function.rawValue]) { $1 }
        for (name, value) in changes { variables[name] = value }
        let instance = try Instance(
            function, variables, command: launcher + [try #require(function.bootstrap).path])
        try body(instance)
        instance.instance.kill()
        instance.takeLog()
        instance.checkWholeLog()
    }

    /// Hands out an event and waits for the response. It is an error if there is none.
    func answer(
        _ event: [UInt8], milliseconds: Int = 10_000, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let (outcome, log) = try invoke(event, milliseconds: milliseconds, sourceLocation: sourceLocation)
        guard case .response(let bytes) = outcome else {
            throw Peer.Failure(description: "no response but \(outcome); log: \(log)")
        }
        let answer = try Answer(
            bytes, log: log, milliseconds: Int(instance.responseMilliseconds), requestID: requestID)
        switch function {
        case .getSchools:
            #expect(answer.errors.isEmpty == (answer.status < 500), "\(answer.log)", sourceLocation: sourceLocation)
        case .matchExplainer: answer.expectContract(sourceLocation: sourceLocation)
        }
        return answer
    }

    /// Hands out an event and waits until it is over: its outcome, and the lines that it wrote.
    func invoke(
        _ event: [UInt8], milliseconds: Int = 10_000, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> (outcome: Outcome, log: [String]) {
        try begin(event, milliseconds: milliseconds)
        let outcome = instance.waitForOutcome(milliseconds: milliseconds)
        let log = takeLog()
        let access = log.filter { $0.contains("method") }
        #expect(access.count == (logsAccess ? 1 : 0), "\(log)", sourceLocation: sourceLocation)
        #expect(!access.contains { $0.contains("ERROR") || $0.contains("Bedrock") }, sourceLocation: sourceLocation)
        #expect(log.allSatisfy { $0.contains(requestID) }, "\(log)", sourceLocation: sourceLocation)
        switch outcome {
        case .response(let bytes): return (.response(bytes), log)
        case .error(let type, let body): return (.error(type: type, body: body), log)
        case nil: return (.none(instance.process?.checkEnd() ?? "nothing within \(milliseconds) ms"), log)
        }
    }

    /// Hands out an event, and does not wait.
    func begin(_ event: [UInt8], milliseconds: Int) throws {
        try start()
        instance.server.begin(event, timeoutMilliseconds: milliseconds)
    }

    /// The request id of the event handed out last.
    var requestID: String { instance.server.api.requestID }

    var pid: pid_t { instance.pid ?? 0 }

    /// The most memory that the process has held so far, in KiB.
    var peakMemory: Int { instance.peakMemory ?? .max }

    /// Waits for the first `/next`. Throws if it does not come.
    func start() throws {
        guard instance.initialize() else {
            throw Peer.Failure(description: "the function did not start: \(takeLog())")
        }
    }

    /// Waits for the end of the process, at most `milliseconds`, and returns how it ended.
    func waitForExit(milliseconds: Int = 5000) -> String? { instance.waitForEnd(milliseconds: milliseconds) }

    /// Returns the lines written since the last call.
    @discardableResult
    func takeLog() -> [String] {
        let lines = instance.process?.output.takeLines() ?? []
        everything += lines
        return lines
    }

    private var logsAccess: Bool { ["TRACE", "DEBUG", "INFO", "", nil].contains(variables["AWS_LAMBDA_LOG_LEVEL"]) }

    private func checkWholeLog() {
        let secrets = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"]
            .compactMap { variables[$0] }.filter { !$0.isEmpty }
        let foreign = function == .getSchools ? ["Bedrock"] : []
        for line in everything {
            for word in secrets + ["Signature=", "Authorization", "AWS4-HMAC", "Bearer "] + foreign {
                #expect(!line.contains(word), "\(word) must not be in the log")
            }
            guard variables["AWS_LAMBDA_LOG_FORMAT"] != "Text" else { continue }
            let json = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
            for name in ["timestamp", "level", "requestId", "message"] {
                #expect(json?[name] is String, "\(line) has no \(name)")
            }
        }
    }
}
