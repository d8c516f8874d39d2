import Bytes
import LambdaRuntime

/// What a handler knows of the invocation that a request came with.
package struct RequestContext {
    /// Lambda's request id.
    package let requestID: String
    /// When the handler must return, so that the response reaches the caller before the platform ends the invocation
    /// and before API Gateway gives up.
    package let deadline: Instant

    /// API Gateway gives up 29 s after it has received a request. Up to half a second of that may have passed when the
    /// invocation starts.
    private static let gatewayMilliseconds = 28_500

    /// The context of an invocation. Whatever follows the handler's work takes at most `reserveMilliseconds`.
    init(_ invocation: borrowing Invocation, reserveMilliseconds: Int) {
        requestID = invocation.requestID
        let end = min(invocation.deadline, invocation.start.advanced(milliseconds: Self.gatewayMilliseconds))
        deadline = end.advanced(milliseconds: -reserveMilliseconds)
    }
}
