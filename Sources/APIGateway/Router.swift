import Bytes
import LambdaRuntime

/// What a handler knows of the invocation that a request came with.
package struct RequestContext {
    /// Lambda's request id.
    package let requestID: String
    /// When the event had arrived.
    package let start: Instant
    /// When the answer must be on its way.
    package let deadline: Instant
    /// The function's log, which knows the request id.
    package let log: Log
    /// What the access line carries beside what it always does.
    package let access: AccessRecord
}

/// What a handler adds to the access line of its request.
package final class AccessRecord {
    /// Metrics that ride on the line.
    package var metrics: Metrics?
}

/// Serves a request. Throws `HTTPError` for what the caller is told, anything else for what the operator is.
package typealias RequestHandler = (ProxyRequest, RequestContext) throws -> ProxyResponse

/// The routes of one function, and what a request gets that meets none of them.
///
/// A path may have several methods. CORS and `Allow` name all of a path's methods.
struct Router {
    private struct Path {
        var methods: [(route: Route, handler: RequestHandler)]
        let cors: CORS.Headers
        let allow: String
    }

    private let paths: [Path]
    private let unknown: CORS.Headers

    init(_ handlers: [(Route, RequestHandler)], cors: CORS) {
        var paths: [[(route: Route, handler: RequestHandler)]] = []
        for (route, handler) in handlers {
            if let index = paths.firstIndex(where: { $0[0].route.path == route.path }) {
                paths[index].append((route, handler))
            } else {
                paths.append([(route, handler)])
            }
        }
        self.paths = paths.map { methods in
            let allow = Self.list(methods.map(\.route.method))
            return Path(methods: methods, cors: cors.headers(methods: allow), allow: allow)
        }
        unknown = cors.headers(methods: Self.list(Set(handlers.map(\.0.method)).sorted()))
    }

    private static func list(_ methods: [String]) -> String { (methods + ["OPTIONS"]).joined(separator: ", ") }

    /// The CORS headers for `request`, and the handler for it or the error that it gets: 404, or 405 with `Allow`.
    /// Without either the request is `OPTIONS`, which gets a 204.
    func find(_ request: ProxyRequest) -> (cors: CORS.Headers, result: Result<RequestHandler?, HTTPError>) {
        guard let path = paths.first(where: { $0.methods[0].route.matches(request.path) }) else {
            return (unknown, .failure(HTTPError(.notFound, "Not found")))
        }
        if let method = path.methods.first(where: { $0.route.method == request.method }) {
            return (path.cors, .success(method.handler))
        }
        if request.method == "OPTIONS" { return (path.cors, .success(nil)) }
        return (
            path.cors,
            .failure(HTTPError(.methodNotAllowed, "Method not allowed", headers: [(name: "Allow", value: path.allow)]))
        )
    }
}
