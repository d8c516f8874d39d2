import Bytes
import Foundation
import Support

@testable import LambdaRuntime

/// One run of the loop against a script, from the first `/next` to the exit status.
struct LoopRun {
    let status: Int32
    let requests: [ScriptedServer.Request]
    /// What was logged, each line as Foundation reads it.
    let lines: [[String: Any]]
    /// What the handler saw, in order.
    let calls: [Call]

    /// An invocation as the handler saw it, copied.
    struct Call {
        let event: [UInt8]
        let requestID: String
        let remainingMilliseconds: Int
        let functionARN, traceID, clientContext, cognitoIdentity, tenantID: String?
        /// `_X_AMZN_TRACE_ID` during the invocation.
        let traceVariable: String?

        var text: String { String(decoding: event, as: UTF8.self) }
    }

    /// The messages of the lines of level ERROR.
    var errors: [String] {
        lines.filter { $0["level"] as? String == "ERROR" }.compactMap { $0["message"] as? String }
    }

    /// The last words of the requests' paths: `next`, `response`, `error`.
    var paths: [String] {
        requests.map { $0.line.split(separator: " ")[1].split(separator: "/").last.map(String.init) ?? "" }
    }

    /// Runs the loop until it ends. `respond` is the handler. By default it returns the event.
    init(
        _ script: [[ScriptedServer.Step]],
        respond: @escaping (borrowing Invocation, inout ByteBuffer) throws -> Void = { $1.append($0.event) }
    ) throws {
        let fake = ScriptedServer(script: script)
        defer { fake.stop() }
        guard let api = RuntimeAPI(address: fake.authority) else { throw CocoaError(.featureUnsupported) }
        let capture = LogCapture()
        let handler = RecordingHandler(respond: respond)
        status = RuntimeLoop(api: api, log: Log(level: .debug, descriptor: capture.descriptor), handler: handler).run()
        requests = fake.requests
        calls = handler.calls
        lines = try capture.lines.map { try LogCapture.object($0) }
    }
}

/// A handler that keeps what it saw.
private final class RecordingHandler: LambdaHandler {
    private(set) var calls: [LoopRun.Call] = []
    private let respond: (borrowing Invocation, inout ByteBuffer) throws -> Void

    init(respond: @escaping (borrowing Invocation, inout ByteBuffer) throws -> Void) { self.respond = respond }

    func handle(_ invocation: borrowing Invocation, _ response: inout ByteBuffer) throws {
        calls.append(
            LoopRun.Call(
                event: Array(invocation.event), requestID: invocation.requestID,
                remainingMilliseconds: invocation.deadline.milliseconds(since: .now()),
                functionARN: invocation.functionARN,
                traceID: invocation.traceID, clientContext: invocation.clientContext,
                cognitoIdentity: invocation.cognitoIdentity, tenantID: invocation.tenantID,
                traceVariable: getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }))
        try respond(invocation, &response)
    }
}
