/// Serves a request.
package typealias RequestHandler = (borrowing ProxyRequest, RequestContext) throws(HTTPError) -> ProxyResponse

/// The routes of one function.
///
/// A path may have several methods. CORS and `Allow` name all of a path's methods.
struct Router {
    /// What serves a request, and the CORS headers of its response.
    typealias Match = (handler: RequestHandler, cors: [UInt8])

    private struct Path {
        let route: Route
        let handlers: [(Route, RequestHandler)]
        let allow: String
        let cors: [UInt8]
    }

    private let paths: [Path]
    private let unknown: [UInt8]

    init(_ handlers: [(Route, RequestHandler)], cors: CORS) {
        var paths: [Path] = []
        for (route, _) in handlers where !paths.contains(where: { $0.route.path == route.path }) {
            let own = handlers.filter { $0.0.path == route.path }
            let allow = Self.methods(own)
            paths.append(Path(route: route, handlers: own, allow: allow, cors: cors.headers(methods: allow)))
        }
        self.paths = paths
        unknown = cors.headers(methods: Self.methods(handlers))
    }

    /// Returns the methods of `handlers` and `OPTIONS`, in the form of the `Allow` header.
    private static func methods(_ handlers: [(Route, RequestHandler)]) -> String {
        var methods: [String] = []
        for (route, _) in handlers where !methods.contains(route.method) { methods.append(route.method) }
        return methods.reduce(into: "") { $0 += "\($1), " } + "OPTIONS"
    }

    /// Returns the handler of the request's path and method. `OPTIONS` gets a 204, another method of a known path a 405
    /// with `Allow`, any other path a 404.
    func find(_ request: borrowing ProxyRequest) -> Match {
        guard let path = request.first(of: paths, for: { $0.route }) else {
            return ({ _, _ throws(HTTPError) in throw HTTPError(.notFound, "Not found") }, unknown)
        }
        let method = request.method
        if let own = path.handlers.first(where: { $0.0.method == method }) { return (own.1, path.cors) }
        if method == "OPTIONS" { return ({ _, _ in ProxyResponse(.noContent) }, path.cors) }
        return (
            { _, _ throws(HTTPError) in
                throw HTTPError(.methodNotAllowed, "Method not allowed", headers: [(name: "Allow", value: path.allow)])
            }, path.cors
        )
    }
}
