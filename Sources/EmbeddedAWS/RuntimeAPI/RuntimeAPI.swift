import Bytes
import Foundation
import JSON

/// Lambda's Runtime API (2018-06-01) for one process of a function, as AWS's own emulator serves it: requests in,
/// responses out.
///
/// One invocation at a time: `begin` queues an event, the process fetches it by `/next` and posts to `/response` or
/// `/error`.
struct RuntimeAPI {
    /// The largest response that Lambda takes: 6 MiB and 100 bytes.
    static let maximumResponse = 6_291_556
    /// Above this many bytes the emulator sends an event in chunks.
    static let maximumUnchunkedEvent = 2048

    /// How the function ended an invocation.
    enum Outcome {
        case response([UInt8])
        /// The function reported an error, or its response was too large. `body` is the JSON that a caller of Lambda
        /// gets.
        case error(type: String, body: [UInt8])
    }

    let functionName: String
    private(set) var requestID = ""
    /// How the current invocation ended; nil while it runs.
    private(set) var outcome: Outcome?
    /// The error that the process reported because it could not initialise.
    private(set) var initializationError: Outcome?
    private var event: [UInt8]?
    private var timeoutMilliseconds = 0
    private var isHandedOut = false
    private var hasAskedForEvent = false

    init(functionName: String) { self.functionName = functionName }

    /// Queues an event. The invocation before must be over.
    mutating func begin(_ event: [UInt8], timeoutMilliseconds: Int) {
        self.event = event
        self.timeoutMilliseconds = timeoutMilliseconds
        requestID = UUID().uuidString.lowercased()
        outcome = nil
        isHandedOut = false
    }

    /// Returns the response to a request; nil for `/next`, which `next` responds to.
    mutating func respond(to request: HTTPRequest) -> HTTPResponse? {
        switch (request.method, request.path) {
        case ("GET", "/2018-06-01/ping"): return .text(200, "pong")
        case ("GET", "/2018-06-01/runtime/invocation/next"):
            hasAskedForEvent = true
            return nil
        case ("POST", "/2018-06-01/runtime/init/error"): return takeInitError(request)
        case ("POST", let path) where path.hasPrefix("/2018-06-01/runtime/invocation/"):
            let rest = path.dropFirst("/2018-06-01/runtime/invocation/".count)
            if rest.hasSuffix("/response") { return takeResponse(String(rest.dropLast("/response".count)), request) }
            if rest.hasSuffix("/error") { return takeError(String(rest.dropLast("/error".count)), request) }
        default: break
        }
        return .text(404, "404 page not found")
    }

    /// Returns the response to `/next`; nil if there is no event yet. An event that was handed out and has no outcome
    /// is handed out again, as AWS's emulator does.
    mutating func next() -> HTTPResponse? {
        guard outcome == nil, let event else { return nil }
        isHandedOut = true
        let now = UTCTime.now().milliseconds
        let root = String(now / 1000, radix: 16) + "-" + requestID.filter { $0 != "-" }.prefix(24)
        let arn = "arn:aws:lambda:us-east-1:012345678912:function:\(functionName)"
        let headers = [
            ("Content-Type", "application/json"), ("Lambda-Runtime-Aws-Request-Id", requestID),
            ("Lambda-Runtime-Deadline-Ms", String(now + timeoutMilliseconds)),
            ("Lambda-Runtime-Invoked-Function-Arn", arn),
            ("Lambda-Runtime-Trace-Id", "Root=1-\(root);Parent=53995c3f42cd8ad8;Sampled=0"),
        ]
        return HTTPResponse(
            status: 200, headers: headers, body: event, isChunked: event.count > Self.maximumUnchunkedEvent)
    }

    private mutating func takeResponse(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard request.body.count <= Self.maximumResponse else {
            let message = "Exceeded maximum allowed payload size (\(Self.maximumResponse) bytes)."
            let type = "Function.ResponseSizeTooLarge"
            return finish(id, "InvocationResponse", .error(type: type, body: Self.error(type, message)))
                ?? Self.refusal(413, "RequestEntityTooLarge", message)
        }
        return finish(id, "InvocationResponse", .response(request.body)) ?? Self.accepted
    }

    private mutating func takeError(_ id: String, _ request: HTTPRequest) -> HTTPResponse {
        guard request.body.count <= Self.maximumResponse else {
            return .text(413, "the error is too long", closes: true)
        }
        return finish(id, "InvocationErrorResponse", Self.error(in: request)) ?? Self.accepted
    }

    private mutating func takeInitError(_ request: HTTPRequest) -> HTTPResponse {
        guard !hasAskedForEvent else { return Self.refusedTransition(from: "Running", to: "InitError") }
        initializationError = Self.error(in: request)
        return Self.accepted
    }

    /// Ends the invocation of that id. Returns a response if that is refused.
    private mutating func finish(_ id: String, _ action: String, _ outcome: Outcome) -> HTTPResponse? {
        guard isHandedOut, requestID == id else {
            return Self.refusal(400, "InvalidRequestID", "Invalid request ID")
        }
        guard self.outcome == nil else {
            return Self.refusedTransition(from: "RuntimeResponseSentState", to: action)
        }
        self.outcome = outcome
        return nil
    }

    /// Takes the type from the header, or from the body, or else the one that Lambda gives.
    private static func error(in request: HTTPRequest) -> Outcome {
        let type =
            request.header("lambda-runtime-function-error-type")
            ?? (try? JSONValue(parsing: request.body))?["errorType"]?.string ?? "Runtime.Unknown"
        return .error(type: type, body: request.body)
    }

    private static let accepted = HTTPResponse.json(202, Array("{\"status\":\"OK\"}\n".utf8))

    private static func refusedTransition(from: String, to: String) -> HTTPResponse {
        refusal(
            403, "InvalidStateTransition",
            "State transition from \(from) to \(to) failed for runtime. Error: State transition is not allowed")
    }

    private static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        .json(status, error(type, message))
    }

    /// Returns the JSON of an error that a caller of Lambda gets.
    static func error(_ type: String, _ message: String) -> [UInt8] {
        Array((["errorMessage": .string(message), "errorType": .string(type)] as JSONValue).text.utf8)
    }
}
