/// A method of a path of the API, and the function that serves it.
package struct Route: Sendable, Hashable {
    /// The HTTP method.
    package let method: String
    /// The path as API Gateway writes it, such as `/schools/{schoolId}`. A parameter is one segment.
    package let path: String
    /// The function's name.
    package let function: String

    package init(_ method: String, _ path: String, servedBy function: String) {
        self.method = method
        self.path = path
        self.function = function
    }

    /// Whether `path` is one of this route's: the same segments, and anything where the route has a parameter.
    package func matches(_ path: String) -> Bool {
        if path.utf8.elementsEqual(self.path.utf8) { return true }
        let given = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let wanted = self.path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return given.count == wanted.count
            && zip(given, wanted).allSatisfy { given, wanted in
                wanted.first == UInt8(ascii: "{") || given.elementsEqual(wanted)
            }
    }
}
