import APIGateway
import Configuration

/// The route that a request takes through the gateway, found in the one list of routes.
struct RouteMatch {
    let route: Route
    /// The parameters in the path, as they were sent.
    let parameters: [(name: String, value: String)]

    /// Returns the route of a method and path; nil if the gateway has none. `OPTIONS` is a method of every path.
    ///
    /// A REST API takes a path with a slash at its end for the one without; an HTTP API does not.
    init?(_ method: String, _ path: String, _ format: EventFormat) {
        let plain = format == .rest && path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        for route in Route.all where route.method == method || method == "OPTIONS" {
            guard let found = route.parameters(in: plain), found.allSatisfy({ !$0.value.isEmpty }) else { continue }
            self.route = route
            parameters = found.map { (String($0.name), String($0.value)) }
            return
        }
        return nil
    }

    /// The function whose URL has this path, whatever the method; the first function for the path of none.
    static func function(serving path: String) -> String {
        Route.all.first { $0.parameters(in: path) != nil }?.function ?? Route.all[0].function
    }
}
