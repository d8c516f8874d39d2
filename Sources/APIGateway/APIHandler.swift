import Bytes
import LambdaRuntime

/// Serves API Gateway's events with a function's routes: event → request → route → response, and one access line.
package struct APIHandler: LambdaHandler {
    private let router: Router
    private let log: Log
    private let reserveMilliseconds: Int

    /// Handlers have to return `reserveMilliseconds` before the response must be on its way.
    package init(routes: [(Route, RequestHandler)], cors: CORS, log: Log, reserveMilliseconds: Int) {
        router = Router(routes, cors: cors)
        self.log = log
        self.reserveMilliseconds = reserveMilliseconds
    }

    /// Serves one event. Throws a `FunctionError` if it is not a request from API Gateway.
    package func handle(_ invocation: borrowing Invocation, _ out: inout ByteBuffer) throws {
        let request: ProxyRequest
        do {
            request = try ProxyRequest(invocation.event)
        } catch {
            // API Gateway makes a 502 of an invocation that fails.
            access("-", "-", 502, since: invocation.start)
            throw error
        }
        let id = invocation.requestID
        let (handler, cors) = router.find(request)
        var response: ProxyResponse
        do {
            response = try handler(request, RequestContext(invocation, reserveMilliseconds: reserveMilliseconds))
        } catch {
            response = refuse(error, id)
        }
        let metrics = response.metrics
        let start = out.count
        response.write(to: &out, cors: cors)
        if out.count - start > ProxyResponse.maximumBytes {
            // Lambda would refuse it, and the caller get a 502 without CORS headers.
            out.truncate(to: start)
            let limit = Log.Value.integer(ProxyResponse.maximumBytes)
            response = refuse(.internalError(("the response is larger than Lambda takes", ["limit": limit])), id)
            response.write(to: &out, cors: cors)
        }
        access(request.method, request.path, response.status.rawValue, since: invocation.start, metrics)
    }

    private func refuse(_ error: HTTPError, _ requestID: String) -> ProxyResponse {
        if let failure = error.failure { log.error(failure.message, failure.fields) }
        return error.response(requestID: requestID)
    }

    private func access(
        _ method: String, _ path: String, _ status: Int, since start: Instant, _ metrics: Metrics? = nil
    ) {
        log.write(
            .info, "request",
            [
                "method": Self.safe(method), "path": Self.safe(path), "status": .integer(status),
                "durationMs": .microseconds(Instant.now().microseconds(since: start)),
            ], metrics: metrics)
    }

    /// A method or a path, which come from strangers: percent-encoded and cut.
    private static func safe(_ text: String) -> Log.Value {
        .untrusted(PercentEncoding.encode(text.utf8.prefix(maximumLength), keeping: "/%"))
    }

    static let maximumLength = 256
}
