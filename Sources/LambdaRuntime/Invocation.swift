import Bytes

/// One invocation as `/next` delivered it: the event, and the context from its headers.
///
/// Only the request id is sure to be there. Everything is read in place and is valid until the handler returns. An
/// invocation cannot be copied, so a handler cannot keep it.
package struct Invocation: ~Copyable {
    /// The event, as it came.
    package let event: UnsafeRawBufferPointer
    /// `Lambda-Runtime-Aws-Request-Id`.
    package let requestID: String
    /// When the platform will end the invocation. Where `Lambda-Runtime-Deadline-Ms` is missing, Lambda's default
    /// timeout of three seconds after it arrived.
    package let deadline: Instant
    /// When the event had arrived.
    package let start: Instant

    /// The further context is in the headers of `head`.
    var headers = HTTPResponseHead()
    var head = UnsafeRawBufferPointer(start: nil, count: 0)

    /// `Lambda-Runtime-Invoked-Function-Arn`.
    package var functionARN: String? { value(headers.functionARN) }
    /// `Lambda-Runtime-Trace-Id`; during the invocation it is in `_X_AMZN_TRACE_ID` too.
    package var traceID: String? { value(headers.traceID) }
    /// `Lambda-Runtime-Client-Context`: JSON from the mobile SDKs.
    package var clientContext: String? { value(headers.clientContext) }
    /// `Lambda-Runtime-Cognito-Identity`: JSON with the identity's and the pool's ids.
    package var cognitoIdentity: String? { value(headers.cognitoIdentity) }
    /// `Lambda-Runtime-Aws-Tenant-Id`, for functions with tenant isolation.
    package var tenantID: String? { value(headers.tenantID) }

    private func value(_ range: Range<Int>?) -> String? { range.map { head.part($0).text } }
}
