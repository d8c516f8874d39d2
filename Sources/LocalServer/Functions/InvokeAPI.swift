import Bytes
import EmbeddedAWS
import JSON

/// Lambda's Invoke API, as far as a caller of a function needs it: `aws lambda invoke --endpoint-url …` works.
struct InvokeAPI: Sendable {
    static let prefix = "/2015-03-31/functions/"
    /// Lambda's limit for an event.
    static let maximumEvent = 6 << 20
    static let maximumAsynchronousEvent = 1 << 20
    /// Bytes of the log that a caller can ask for.
    static let maximumTail = 4096

    let pools: [String: FunctionPool]

    /// Returns the response, and what became of the event; nil where none was run. `later` runs an event that nobody
    /// waits for, and returns false if too many of those wait.
    func respond(
        to request: HTTPRequest, later: (@escaping @Sendable () -> Invocation) -> Bool
    ) -> (HTTPResponse, Invocation?) {
        let parts = request.path.dropFirst(Self.prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard request.method == "POST", parts.count == 2, parts[1] == "invocations",
            let name = PercentEncoding.decode(parts[0])
        else { return (Self.error(404, "UnknownOperationException", "This is only the Invoke API"), nil) }
        guard let pool = pools[Self.function(name)] else {
            let arn = "arn:aws:lambda:us-east-1:012345678912:function:\(Self.function(name))"
            return (Self.error(404, "ResourceNotFoundException", "Function not found: \(arn)"), nil)
        }
        let type = request.header("x-amz-invocation-type") ?? "RequestResponse"
        let limit = type == "Event" ? Self.maximumAsynchronousEvent : Self.maximumEvent
        guard request.body.count <= limit else {
            let message =
                "\(request.body.count) byte payload is too large for the \(type.prefix(40)) invocation type "
                + "(limit \(limit) bytes)"
            return (Self.error(413, "RequestTooLargeException", message), nil)
        }
        let event = request.body.isEmpty ? Array("{}".utf8) : request.body
        do { _ = try JSONValue(parsing: event) } catch {
            let message = "Could not parse request body into json: \(error)"
            return (Self.error(400, "InvalidRequestContentException", message), nil)
        }
        switch type {
        case "DryRun": return (HTTPResponse(status: 204), nil)
        case "Event":
            let isAccepted = later { pool.invoke(event) }
            guard isAccepted else { return (Self.error(429, "TooManyRequestsException", "Rate Exceeded."), nil) }
            return (HTTPResponse(status: 202), nil)
        case "RequestResponse":
            let invocation = pool.invoke(event)
            return (response(invocation, withTail: request.header("x-amz-log-type") == "Tail"), invocation)
        default:
            let message =
                "Value '\(type.prefix(40))' at 'invocationType' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [Event, RequestResponse, DryRun]"
            return (Self.error(400, "ValidationException", message), nil)
        }
    }

    private func response(_ invocation: Invocation, withTail: Bool) -> HTTPResponse {
        var response = HTTPResponse.json(200, invocation.payload)
        response.headers += [("X-Amz-Executed-Version", "$LATEST"), ("x-amzn-RequestId", invocation.requestID)]
        if let failure = invocation.failure {
            response.headers.append(("X-Amz-Function-Error", "Unhandled"))
            if invocation.payload.isEmpty {
                var type = "Sandbox.Timedout"
                if case .failed(let own, _) = invocation.outcome { type = own }
                let error: JSONValue = ["errorMessage": .string(failure), "errorType": .string(type)]
                response.body = Array(error.text.utf8)
            }
        }
        if withTail {
            let log = Array(invocation.log.map { "\($0)\n" }.joined().utf8)
            response.headers.append(("X-Amz-Log-Result", Base64.encode(Array(log.suffix(Self.maximumTail)))))
        }
        return response
    }

    /// A function may be named by its name or its ARN, with or without a version.
    private static func function(_ name: String) -> String {
        let parts = name.split(separator: ":").map(String.init)
        if parts.first == "arn", parts.count >= 7 { return parts[6] }
        return parts.first ?? name
    }

    private static func error(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        let body: JSONValue = ["Type": "User", "Message": .string(message), "message": .string(message)]
        var response = HTTPResponse.json(status, Array(body.text.utf8))
        response.headers.append(("x-amzn-ErrorType", type))
        return response
    }
}
