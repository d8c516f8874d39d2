import APIGateway
import AWSClient

// What a caller gets when AWS fails, and what an operator reads.
extension HTTPError {
    /// Returns 503 where waiting helps, 500 where an operator must fix something.
    package init(_ error: AWSError) {
        let failure: Failure = (
            "an AWS service failed",
            [
                "errorType": .string(error.type), "operation": .string(error.operation), "cause": .string(error.detail),
                "attempts": .integer(error.attempts), "advice": .string(error.kind.advice),
            ]
        )
        switch error.kind {
        case .throttled, .unavailable, .deadlineExceeded:
            self.init(
                .serviceUnavailable, "The service is busy or not available, try again in a moment",
                headers: [(name: "Retry-After", value: error.kind == .throttled ? "5" : "2")], failure: failure)
        case .denied, .notFound, .quota, .invalid: self = .internalError(failure)
        }
    }
}

extension AWSError.Kind {
    fileprivate var advice: String {
        switch self {
        case .throttled: "check the table's capacity and its throttled requests"
        case .unavailable, .deadlineExceeded: "check the endpoint, the network and the service's status"
        case .denied: "check the function's role and its credentials"
        case .notFound: "check TABLE_NAME and AWS_REGION"
        case .quota: "the account's quota is used up: ask AWS to raise it"
        case .invalid: "the request was not accepted: check that the table has the key that the README tells"
        }
    }
}
