/// A method of a path of the API, and the function that serves it.
package struct Route: Sendable, Hashable {
    /// The HTTP method.
    package let method: String
    /// The path as API Gateway writes it, such as `/schools/{schoolId}`. A parameter is one segment.
    package let path: String
    /// The function's name.
    package let function: String

    /// A route that `function` serves.
    package init(_ method: String, _ path: String, servedBy function: String) {
        self.method = method
        self.path = path
        self.function = function
    }

    /// Whether `path` is one of this route's: the same segments, and anything where the route has a parameter.
    func matches(_ path: String) -> Bool {
        if path.utf8.elementsEqual(self.path.utf8) { return true }
        let given = Self.segments(path)
        let wanted = Self.segments(self.path)
        return given.count == wanted.count
            && zip(given, wanted).allSatisfy { given, wanted in
                wanted.first == UInt8(ascii: "{") || given.elementsEqual(wanted)
            }
    }

    /// Returns the segment of `path` where this route has the parameter `name`; nil if `path` is not one of this route's.
    func parameter(_ name: String, in path: String) -> String? {
        guard matches(path) else { return nil }
        return zip(Self.segments(path), Self.segments(self.path))
            .first { $0.1.elementsEqual("{\(name)}".utf8) }
            .map { String(Substring($0.0)) }
    }

    private static func segments(_ path: String) -> [Substring.UTF8View] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }
}

extension ProxyRequest {
    /// Returns the first of `routes` whose path this request is for, whatever its method; nil if there is none.
    ///
    /// The gateway's route decides where it is one of these: the path of such a request may begin with a stage or the base
    /// path of a custom domain, or end with a slash. Anything else (`{proxy+}`, `$default`, a function URL) goes by the path.
    package borrowing func route(among routes: [Route]) -> Route? {
        if let gatewayRoute, let route = routes.first(where: { $0.path == gatewayRoute }) { return route }
        let path = path
        return routes.first { $0.matches(path) }
    }
}
