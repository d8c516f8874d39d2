import Bytes
import Foundation
import JSON

/// Lambda's Runtime API (2018-06-01) for one process of a function, as AWS's own emulator answers it.
///
/// One invocation at a time: `begin` queues an event, the process fetches it by `/next` and answers it by `/response` or
/// `/error`. A process that has ended never comes back: make a new endpoint for the next one.
final class RuntimeAPIEndpoint: HTTPHandler, @unchecked Sendable {
    /// The largest answer that Lambda takes: 6 MiB and 100 bytes.
    static let maximumResponse = 6_291_556

    /// How an invocation ended.
    enum Outcome: Sendable {
        case response([UInt8])
        /// The function reported an error, or its answer was too large: the error's JSON as a caller of Lambda gets it.
        case error(type: String, body: [UInt8])
        /// The function could not initialise; the same body.
        case initializationError(type: String, body: [UInt8])
        /// The process ended: `exit status 1`, `signal: killed`.
        case exited(String)
    }

    /// An event on its way, and the times that were taken of it.
    struct Invocation: Sendable {
        let requestID: String
        let event: [UInt8]
        let timeoutMilliseconds: Int
        var handedOut: Instant?
        var answered: Instant?
        var outcome: Outcome?
    }

    private let functionName: String
    private let condition = NSCondition()
    private var invocation: Invocation?
    private var firstNext: Instant?
    private var isWaitingForEvent = false
    private var initializationError: Outcome?
    private var exit: String?

    init(functionName: String) { self.functionName = functionName }

    // MARK: The platform's side

    /// Queues an event. The one before must be over.
    func begin(_ event: [UInt8], timeoutMilliseconds: Int) {
        condition.withLock {
            invocation = Invocation(
                requestID: UUID().uuidString.lowercased(), event: event, timeoutMilliseconds: timeoutMilliseconds)
            condition.broadcast()
        }
    }

    /// Waits until the process asks for its first event, reports that it cannot, or ends; at most until `limit`.
    /// Answers the time of the first `/next`, or nil.
    func waitForFirstNext(until limit: Instant) -> Instant? {
        wait(until: limit) { firstNext != nil || initializationError != nil || exit != nil }
        return condition.withLock { firstNext }
    }

    /// Waits until the invocation has an outcome, at most its own timeout after it was handed out.
    func waitForOutcome() -> Invocation? {
        let limit = condition.withLock {
            Instant.now().advanced(milliseconds: invocation?.timeoutMilliseconds ?? 0)
        }
        wait(until: limit) { invocation?.outcome != nil || initializationError != nil || exit != nil }
        return condition.withLock {
            if invocation?.outcome == nil { invocation?.outcome = initializationError ?? exit.map(Outcome.exited) }
            return invocation
        }
    }

    /// Waits until the process asks for the next event (only then is an invocation over) or ends; at most until `limit`.
    func waitUntilIdle(until limit: Instant) { wait(until: limit) { isWaitingForEvent || exit != nil } }

    /// Waits until the process has ended; at most until `limit`.
    func waitUntilExit(until limit: Instant) { wait(until: limit) { exit != nil } }

    /// How the process ended; nil while it runs.
    var exitStatus: String? { condition.withLock { exit } }

    /// Tells that the process ended; whoever waits goes on.
    func processEnded(_ how: String) {
        condition.withLock {
            exit = how
            condition.broadcast()
        }
    }

    /// What the process said when it could not initialise.
    var reportedInitializationError: Outcome? { condition.withLock { initializationError } }

    private func wait(until limit: Instant, _ isDone: () -> Bool) {
        condition.withLock {
            while !isDone() {
                let left = Double(limit.nanoseconds - Instant.now().nanoseconds) / 1e9
                guard left > 0 else { return }
                _ = condition.wait(until: Date(timeIntervalSinceNow: left))
            }
        }
    }

    // MARK: The function's side

    func respond(to request: HTTPRequest) -> HTTPResponse {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        switch (request.method, parts.count, parts.first) {
        case ("GET", 2, "2018-06-01") where parts[1] == "ping": return .text(200, "pong")
        case ("GET", 4, "2018-06-01") where parts[1...] == ["runtime", "invocation", "next"]: return next()
        case ("POST", 4, "2018-06-01") where parts[1...] == ["runtime", "init", "error"]: return takeInitError(request)
        case ("POST", 5, "2018-06-01") where parts[1...2] == ["runtime", "invocation"] && parts[4] == "response":
            return takeResponse(parts[3], request)
        case ("POST", 5, "2018-06-01") where parts[1...2] == ["runtime", "invocation"] && parts[4] == "error":
            return takeError(parts[3], request)
        default: return .text(404, "404 page not found")
        }
    }

    private func next() -> HTTPResponse {
        condition.lock()
        defer { condition.unlock() }
        if firstNext == nil { firstNext = .now() }
        isWaitingForEvent = true
        condition.broadcast()
        // An event that was fetched and not answered is handed out again, as AWS's emulator does.
        while exit == nil, invocation == nil || invocation?.outcome != nil { condition.wait() }
        guard exit == nil, let current = invocation else { return .text(503, "the process has ended", closes: true) }
        isWaitingForEvent = false
        invocation?.handedOut = current.handedOut ?? .now()
        return HTTPResponse(status: 200, headers: headers(of: current), body: current.event)
    }

    private func headers(of invocation: Invocation) -> [(name: String, value: String)] {
        let now = UTCTime.now().milliseconds
        let root = String(now / 1000, radix: 16) + "-" + invocation.requestID.filter { $0 != "-" }.prefix(24)
        return [
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Aws-Request-Id", invocation.requestID),
            ("Lambda-Runtime-Deadline-Ms", String(now + invocation.timeoutMilliseconds)),
            (
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:012345678912:function:\(functionName)"
            ),
            ("Lambda-Runtime-Trace-Id", "Root=1-\(root);Parent=53995c3f42cd8ad8;Sampled=0"),
        ]
    }

    private func takeResponse(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        let answered = Instant.now()
        guard request.body.count <= Self.maximumResponse else {
            let message = "Exceeded maximum allowed payload size (\(Self.maximumResponse) bytes)."
            let body = Self.error("Function.ResponseSizeTooLarge", message)
            let refused = finish(
                id, "InvocationResponse", answered, .error(type: "Function.ResponseSizeTooLarge", body: body))
            return refused ?? Self.refusal(413, "RequestEntityTooLarge", message)
        }
        return finish(id, "InvocationResponse", answered, .response(request.body)) ?? Self.accepted
    }

    private func takeError(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard request.body.count <= Self.maximumResponse else {
            return .text(413, "the error is too long", closes: true)
        }
        let outcome = Outcome.error(type: Self.errorType(request), body: request.body)
        return finish(id, "InvocationErrorResponse", .now(), outcome) ?? Self.accepted
    }

    private func takeInitError(_ request: HTTPRequest) -> HTTPResponse {
        condition.withLock {
            guard firstNext == nil else { return Self.refusedTransition(from: "Running", to: "InitError") }
            initializationError = .initializationError(type: Self.errorType(request), body: request.body)
            condition.broadcast()
            return Self.accepted
        }
    }

    /// Ends the invocation of that id; an answer means that it is refused.
    private func finish(_ id: String, _ action: String, _ time: Instant, _ outcome: Outcome) -> HTTPResponse? {
        condition.withLock {
            guard let current = invocation, current.handedOut != nil, current.requestID == id else {
                return Self.refusal(400, "InvalidRequestID", "Invalid request ID")
            }
            guard current.outcome == nil else {
                return Self.refusedTransition(from: "RuntimeResponseSentState", to: action)
            }
            invocation?.answered = time
            invocation?.outcome = outcome
            condition.broadcast()
            return nil
        }
    }

    /// The header's type, or the body's, or what Lambda files an error under that has none.
    private static func errorType(_ request: HTTPRequest) -> String {
        request.header("lambda-runtime-function-error-type")
            ?? (try? JSONValue(parsing: request.body))?["errorType"]?.string ?? "Runtime.Unknown"
    }

    private static let accepted = HTTPResponse(
        status: 202, headers: [("Content-Type", "application/json")], body: Array("{\"status\":\"OK\"}\n".utf8))

    private static func refusedTransition(from: String, to: String) -> HTTPResponse {
        refusal(
            403, "InvalidStateTransition",
            "State transition from \(from) to \(to) failed for runtime. Error: State transition is not allowed")
    }

    private static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: [("Content-Type", "application/json")], body: error(type, message))
    }

    private static func error(_ type: String, _ message: String) -> [UInt8] {
        Array((["errorMessage": .string(message), "errorType": .string(type)] as JSONValue).text.utf8)
    }
}
