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

/// One path of the API with its method and handler.
package struct Route {
    /// Answers a request; throws `HTTPError` for what the caller is told, anything else for what the operator is.
    package typealias Handler = (ProxyRequest, RequestContext) throws -> ProxyResponse

    /// As API Gateway writes it: `/schools/{schoolId}`. A parameter is one segment.
    let path: String
    let method: String
    let handler: Handler
    /// The methods of the path, for `Allow` and CORS.
    let methods: String
    /// The path's segments; nil for a parameter.
    private let segments: [Substring?]

    /// A route; `handler` is called for `method` on `path`.
    package init(_ method: String, _ path: String, _ handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.handler = handler
        methods = "\(method), OPTIONS"
        segments = path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? nil : $0 }
    }

    /// Whether `path` is one of this route's: same segments, and anything where the route has a parameter.
    func matches(_ path: String) -> Bool {
        if path.utf8.elementsEqual(self.path.utf8) { return true }
        let given = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return given.count == segments.count
            && zip(given, segments).allSatisfy { given, wanted in
                wanted.map { given.elementsEqual($0.utf8) } ?? true
            }
    }
}

/// The routes of one function, and what a request gets that meets none of them.
struct Router {
    let routes: [(route: Route, cors: CORS.Headers)]
    let unknown: CORS.Headers

    init(_ routes: [Route], cors: CORS) {
        self.routes = routes.map { ($0, cors.headers(methods: $0.methods)) }
        let all = Set(routes.map(\.method)).sorted() + ["OPTIONS"]
        unknown = cors.headers(methods: all.joined(separator: ", "))
    }

    /// The CORS headers for `request`, and the handler for it or the error that it gets: 404, or 405 with `Allow`.
    /// Without either the request is `OPTIONS`, answered with 204.
    func find(_ request: ProxyRequest) -> (cors: CORS.Headers, result: Result<Route.Handler?, HTTPError>) {
        guard let (route, cors) = routes.first(where: { $0.route.matches(request.path) }) else {
            return (unknown, .failure(HTTPError(.notFound, "Not found")))
        }
        switch request.method {
        case route.method: return (cors, .success(route.handler))
        case "OPTIONS": return (cors, .success(nil))
        default:
            let error = HTTPError(
                .methodNotAllowed, "Method not allowed", headers: [(name: "Allow", value: route.methods)])
            return (cors, .failure(error))
        }
    }
}
