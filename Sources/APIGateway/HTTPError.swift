import JSON
import LambdaRuntime

/// A request that cannot be served: what the caller is told, with nothing internal in it, and what the log says.
package struct HTTPError: Error {
    /// The message and the fields of a line of level ERROR.
    package typealias Failure = (message: String, fields: KeyValuePairs<StaticString, Log.Value>)

    /// The HTTP status.
    package let status: ProxyResponse.Status
    /// One sentence for the caller.
    package let message: String
    /// Headers beside the CORS headers, such as `Retry-After`.
    package let headers: ProxyResponse.Headers
    /// What the log says; nil if the caller is at fault.
    package let failure: Failure?

    /// An error with a status.
    package init(
        _ status: ProxyResponse.Status, _ message: String, headers: ProxyResponse.Headers = [], failure: Failure? = nil
    ) {
        self.status = status
        self.message = message
        self.headers = headers
        self.failure = failure
    }

    /// Returns a 500, which tells the caller nothing.
    package static func internalError(_ failure: Failure) -> HTTPError {
        HTTPError(.internalServerError, "Internal error", failure: failure)
    }

    /// `{"error": message, "requestId": id}`.
    func response(requestID: String) -> ProxyResponse {
        let body: JSONValue = ["error": .string(message), "requestId": .string(requestID)]
        return ProxyResponse(status, headers: headers, body: [Array(body.text.utf8)])
    }
}
