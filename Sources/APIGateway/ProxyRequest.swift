import Bytes
import JSON
import LambdaRuntime

/// What API Gateway, or a function URL, says of an HTTP request.
///
/// Three formats arrive: REST proxy events (version 1.0), HTTP API events (2.0), and function URL events, which are those
/// of HTTP APIs. The event is read once; maps stay where they are until somebody asks for an entry, for most are not used.
package struct ProxyRequest {
    /// The HTTP method.
    package let method: String
    /// The path behind the stage, percent-encoded as it came.
    package let path: String

    private let headers: Map
    private let multiValueHeaders: Map
    private let queryStringParameters: Map
    private let multiValueQueryStringParameters: Map
    private let pathParameters: Map
    private let rawQueryString: JSONString?
    private let bodyText: JSONString?
    private let isBase64Encoded: Bool

    /// Reads an event. Throws a `FunctionError`: `Function.InvalidJSON` for text that is not JSON, `Function.UnknownEvent`
    /// for JSON that is none of the three formats.
    package init(_ event: UnsafeRawBufferPointer) throws {
        var fields = EventFields()
        do {
            try fields.read(event)
        } catch let error as JSONError {
            throw FunctionError("InvalidJSON", "the event is not JSON that this function can read: \(error)")
        }
        guard let (method, path) = fields.methodAndPath else {
            throw FunctionError(
                "UnknownEvent", "the event comes neither from an API Gateway REST or HTTP API nor from a function URL")
        }
        self.method = method
        self.path = path
        headers = Map(text: fields.headers)
        multiValueHeaders = Map(text: fields.multiValueHeaders)
        queryStringParameters = Map(text: fields.queryStringParameters)
        multiValueQueryStringParameters = Map(text: fields.multiValueQueryStringParameters)
        pathParameters = Map(text: fields.pathParameters)
        rawQueryString = fields.rawQueryString
        bodyText = fields.body
        isBase64Encoded = fields.isBase64Encoded
    }

    /// The value of a header, whose name is given in lower case; the last one where it stands more than once.
    package func header(_ name: String) -> String? {
        headers.values(of: name, anyCase: true).last ?? multiValueHeaders.values(of: name, anyCase: true).last
    }

    /// The value of a query parameter; the last one where it stands more than once. An empty one is as if not given.
    package func query(_ name: String) -> String? { nonEmpty(queryValues(name).last) }

    /// All values of a query parameter, joined by commas.
    package func queryList(_ name: String) -> String? { nonEmpty(queryValues(name).joined(separator: ",")) }

    /// A parameter of the path as the gateway gives it, which REST APIs do percent-encoded; nil where the event has none of
    /// that name.
    package func pathParameter(_ name: String) -> String? { pathParameters.values(of: name, anyCase: false).last }

    /// The body's bytes, decoded where the gateway sent it as base64; nil if there is none. Throws `HTTPError` 400 where it
    /// says base64 and is not.
    package func body() throws(HTTPError) -> [UInt8]? {
        guard let bodyText else { return nil }
        guard isBase64Encoded else { return Array(bodyText.string.utf8) }
        guard let bytes = Base64.decode(bodyText.string.utf8) else {
            throw HTTPError(.badRequest, "The body is not valid base64")
        }
        return bytes
    }

    private func nonEmpty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }

    private func queryValues(_ name: String) -> [String] {
        let many = multiValueQueryStringParameters.values(of: name, anyCase: false)
        if !many.isEmpty { return many }
        let one = queryStringParameters.values(of: name, anyCase: false)
        if queryStringParameters.isMissing { return rawQueryValues(name) }
        // HTTP APIs join the values of a repeated parameter by commas: they stand apart in the raw form alone.
        guard one.last?.utf8.contains(UInt8(ascii: ",")) == true else { return one }
        let apart = rawQueryValues(name)
        return apart.joined(separator: ",") == one.last ? apart : one
    }

    private func rawQueryValues(_ name: String) -> [String] {
        guard let raw = rawQueryString?.string, !raw.isEmpty else { return [] }
        return raw.split(separator: "&").compactMap { pair in
            let equals = pair.firstIndex(of: "=") ?? pair.endIndex
            guard PercentEncoding.decode(pair[..<equals], plusIsSpace: true) == name else { return nil }
            let value = pair[equals...].dropFirst()
            return PercentEncoding.decode(value, plusIsSpace: true) ?? String(value)
        }
    }

    /// An object of strings, or of lists of strings, that is still JSON.
    private struct Map {
        let text: UnsafeRawBufferPointer?

        var isMissing: Bool { text == nil }

        /// The values under `name`; entries that are no strings are passed over.
        func values(of name: String, anyCase: Bool) -> [String] {
            guard let text else { return [] }
            var found: [String] = []
            var reader = JSONReader(text)
            // The text was read once already, so this does not fail.
            try? reader.readObject { key, reader in
                let key = key.string
                guard (anyCase ? key.lowercased() : key) == name else {
                    try reader.skipValue()
                    return
                }
                switch try JSONValue(reading: &reader) {
                case .string(let value): found.append(value)
                case .array(let values): found += values.compactMap(\.string)
                default: break
                }
            }
            return found
        }
    }
}
