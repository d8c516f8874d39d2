import APIGateway
import AWSClient
import LambdaRuntime

/// What callers get when AWS fails, and what operators read.
package enum ServiceErrors {
    /// Logs `error` and answers 503 where waiting helps, 500 where somebody must mend something; nil for other errors.
    package static func describe(_ error: any Error, _ log: Log) -> HTTPError? {
        guard let error = error as? AWSError else { return nil }
        log.error(
            "an AWS service failed",
            [
                "errorType": .string(error.type), "operation": .string(error.operation), "cause": .string(error.detail),
                "attempts": .integer(error.attempts), "advice": .string(advice(error.kind)),
            ])
        switch error.kind {
        case .throttled, .unavailable, .deadlineExceeded:
            return HTTPError(
                .serviceUnavailable, "The service is busy or not available, try again in a moment",
                headers: [(name: "Retry-After", value: error.kind == .throttled ? "5" : "2")])
        case .denied, .notFound, .quota, .invalid: return HTTPError(.internalServerError, "Internal error")
        }
    }

    private static func advice(_ kind: AWSError.Kind) -> String {
        switch kind {
        case .throttled: "check the table's capacity and its throttled requests"
        case .unavailable, .deadlineExceeded: "check the endpoint, the network and the service's status"
        case .denied: "check the function's role and its credentials"
        case .notFound: "check TABLE_NAME, AWS_REGION and that the table has the index StateIndex"
        case .quota: "the account's quota is used up: ask AWS to raise it"
        case .invalid: "the request was not accepted: check that the table has the key and index that the README tells"
        }
    }
}
