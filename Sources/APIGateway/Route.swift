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

    /// Returns the parameters in `path`; nil if `path` is not one of this route's. It must have the same segments, and
    /// may have any text where the route has a parameter.
    package func parameters(in path: String) -> [(name: Substring, value: Substring)]? {
        let given = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let wanted = self.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard given.count == wanted.count else { return nil }
        var parameters: [(name: Substring, value: Substring)] = []
        for (value, name) in zip(given, wanted) {
            if name.first == UInt8(ascii: "{") {
                parameters.append((Substring(name.dropFirst().dropLast()), Substring(value)))
            } else if !value.elementsEqual(name) {
                return nil
            }
        }
        return parameters
    }
}

extension ProxyRequest {
    /// Returns the first of `values` whose route has the request's path, or nil. Methods are not compared.
    ///
    /// The gateway's route decides where it is one of them: the path of such a request may begin with a stage or the
    /// base path of a custom domain, or end with a slash. Anything else (`{proxy+}`, `$default`, a function URL) goes
    /// by the path.
    package func first<Value>(of values: [Value], for route: (Value) -> Route) -> Value? {
        if let gatewayRoute, let value = values.first(where: { route($0).path == gatewayRoute }) { return value }
        let path = path
        return values.first { route($0).parameters(in: path) != nil }
    }
}
