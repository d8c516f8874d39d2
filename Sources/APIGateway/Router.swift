/// Serves a request.
package typealias RequestHandler = (borrowing ProxyRequest, RequestContext) throws(HTTPError) -> ProxyResponse

/// The routes of one function.
///
/// A path may have several methods. CORS and `Allow` name all of a path's methods.
struct Router {
    /// What serves a request, and the CORS headers of its response.
    typealias Match = (handler: RequestHandler, cors: CORS.Headers)

    private struct Path {
        let path: String
        var handlers: [(method: String, handler: RequestHandler)]
        let cors: CORS.Headers
        let allow: String
    }

    private let routes: [Route]
    private let paths: [Path]
    private let unknown: CORS.Headers

    init(_ handlers: [(route: Route, handler: RequestHandler)], cors: CORS) {
        routes = handlers.map(\.route)
        paths = Set(routes.map(\.path)).map { path in
            let own = handlers.filter { $0.route.path == path }.map { (method: $0.route.method, handler: $0.handler) }
            let allow = Self.list(own.map(\.method))
            return Path(path: path, handlers: own, cors: cors.headers(methods: allow), allow: allow)
        }
        unknown = cors.headers(methods: Self.list(Set(routes.map(\.method)).sorted()))
    }

    private static func list(_ methods: [String]) -> String { (methods + ["OPTIONS"]).joined(separator: ", ") }

    /// Returns the handler of the request's path and method. `OPTIONS` gets a 204, another method of a known path a 405
    /// with `Allow`, any other path a 404.
    func find(_ request: borrowing ProxyRequest) -> Match {
        guard let route = request.route(among: routes), let path = paths.first(where: { $0.path == route.path }) else {
            return ({ _, _ throws(HTTPError) in throw HTTPError(.notFound, "Not found") }, unknown)
        }
        let method = request.method
        if let own = path.handlers.first(where: { $0.method == method }) { return (own.handler, path.cors) }
        if method == "OPTIONS" { return ({ _, _ in ProxyResponse(.noContent) }, path.cors) }
        let headers = [(name: "Allow" as StaticString, value: path.allow)]
        return (
            { _, _ throws(HTTPError) in throw HTTPError(.methodNotAllowed, "Method not allowed", headers: headers) },
            path.cors
        )
    }
}
