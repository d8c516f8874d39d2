import Bytes
import JSON

/// An error that the caller is told about: a status and one sentence, with nothing internal in it.
package struct HTTPError: Error {
    /// The HTTP status.
    package let status: ProxyResponse.Status
    /// One sentence for the caller.
    package let message: String
    /// Headers beside the CORS headers, such as `Retry-After`.
    package let headers: [(name: StaticString, value: String)]

    /// An error with nothing internal in it.
    package init(
        _ status: ProxyResponse.Status, _ message: String, headers: [(name: StaticString, value: String)] = []
    ) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    /// `{"error": message, "requestId": id}`.
    func response(requestID: String) -> ProxyResponse {
        var body = ByteBuffer()
        body.append("{\"error\":")
        body.append(jsonString: message)
        body.append(",\"requestId\":")
        body.append(jsonString: requestID)
        body.append("}")
        return ProxyResponse(status, headers: headers, body: [body.array()])
    }
}
