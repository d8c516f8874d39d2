/// The paths and header names of Lambda's Runtime API, version 2018-06-01.
enum Wire {
    // The start of each request
    static let next: StaticString = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"
    static let invocation: StaticString = "POST /2018-06-01/runtime/invocation/"
    static let response: StaticString = "/response"
    static let error: StaticString = "/error"
    static let initError: StaticString = "POST /2018-06-01/runtime/init/error"

    // Headers of requests
    static let userAgentAndHost: StaticString = "User-Agent: flight-school-swift/1.0\r\nHost: "
    static let contentTypeAndLength: StaticString = " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
    static let errorType: StaticString = "Lambda-Runtime-Function-Error-Type: "
    static let xrayCause: StaticString = "Lambda-Runtime-Function-XRay-Error-Cause: "

    // Headers of responses, in lower case
    static let connection: StaticString = "connection"
    static let contentLength: StaticString = "content-length"
    static let transferEncoding: StaticString = "transfer-encoding"
    static let requestID: StaticString = "lambda-runtime-aws-request-id"
    static let deadline: StaticString = "lambda-runtime-deadline-ms"
    static let functionARN: StaticString = "lambda-runtime-invoked-function-arn"
    static let traceID: StaticString = "lambda-runtime-trace-id"
    static let clientContext: StaticString = "lambda-runtime-client-context"
    static let cognitoIdentity: StaticString = "lambda-runtime-cognito-identity"
    static let tenantID: StaticString = "lambda-runtime-aws-tenant-id"
}
