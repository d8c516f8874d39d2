import AWSClient

/// Why a command on a table could not go on.
package enum TableFailure: Error {
    /// The service refused, was not reached, or sent something that is not DynamoDB's.
    case service(AWSError)
    /// Nothing of a batch was processed, however often it was sent.
    case unprocessed(String)
    /// The tool is to end.
    case interrupted

    /// One sentence: what happened and what to do. AWS's own message is not in it, for that may repeat the request.
    package func description(of client: TableClient) -> String {
        let (name, place) = (client.table, client.place)
        switch self {
        case .interrupted: return "interrupted"
        case .unprocessed(let operation):
            return "the table \(name) takes no more of \(operation): its capacity is used up; wait a while, or raise it"
        case .service(let error):
            let call = "\(error.operation) on the table \(name) in \(place)"
            switch (error.kind, error.type) {
            case (_, AWSError.malformedResponse):
                return "the response to \(call) is not DynamoDB's (\(error.detail)): check the endpoint"
            case (.denied, "CredentialsMissing"):
                return "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
            case (.denied, "ExpiredTokenException"), (.denied, "ExpiredToken"), (.denied, "RequestExpired"):
                return "the AWS credentials have expired: get new ones"
            case (.denied, "AccessDeniedException"), (.denied, "NotAuthorizedException"):
                return "\(call) was denied: these credentials need a policy that allows it"
            case (.denied, _):
                return "\(place) does not know these credentials (\(error.type)): check AWS_ACCESS_KEY_ID, "
                    + "AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that they are of this account and partition"
            case (.notFound, _):
                return "there is no table \(name) in \(place), or it is not ready yet: check the name, "
                    + "AWS_REGION and AWS_ENDPOINT_URL"
            case (.throttled, _):
                return "the table \(name) in \(place) is too busy (\(error.type)): wait a while, or raise its capacity"
            case (.unavailable, "ConnectionFailed"), (.unavailable, "Timeout"):
                return
                    "\(place) cannot be reached (\(error.detail)): check the network, AWS_REGION and AWS_ENDPOINT_URL"
            case (.unavailable, _), (.deadlineExceeded, _), (.quota, _):
                return "\(call) failed (\(error.type), \(error.detail)): wait a while and try again"
            case (.invalid, _):
                return "\(call) was not accepted (\(error.type)): is it the schools table, with the key schoolId (S)?"
            }
        }
    }
}
