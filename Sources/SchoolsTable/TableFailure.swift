import AWSClient

/// Why the table did not do what it was asked for.
package enum TableFailure: Error {
    /// The service refused, or was not reached.
    case service(AWSError)
    /// It processed nothing of a batch, time and again.
    case unprocessed(String)
    /// Its answers are not what DynamoDB's are.
    case malformed(String, String)
    /// The tool is to end.
    case interrupted

    /// One sentence for people: what happened and what to do. AWS's own message is not in it, for that may repeat the request.
    package func description(of client: TableClient) -> String {
        let table = "the table \(client.table)"
        switch self {
        case .interrupted: return "interrupted"
        case .unprocessed(let operation):
            return "\(table) takes no more of \(operation): its capacity is used up; wait a while, or raise it"
        case .malformed(let operation, let fault):
            return
                "\(client.place) answers \(operation) with something that is not DynamoDB's (\(fault)): check the endpoint"
        case .service(let error): return Self.description(error, table, client.place)
        }
    }

    private static func description(_ error: AWSError, _ table: String, _ place: String) -> String {
        let call = "\(error.operation) on \(table) in \(place)"
        switch (error.kind, error.type) {
        case (.denied, "CredentialsMissing"):
            return "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        case (.denied, "ExpiredTokenException"), (.denied, "ExpiredToken"), (.denied, "RequestExpired"):
            return "the AWS credentials have expired: get new ones"
        case (.denied, "AccessDeniedException"), (.denied, "NotAuthorizedException"):
            return "\(call) was denied: these credentials need a policy that allows it"
        case (.denied, _):
            return
                "\(place) does not know these credentials (\(error.type)): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, and that they are of this account and partition"
        case (.notFound, _):
            return
                "there is no \(table.dropFirst(4)) in \(place), or it is not ready yet: check the name, AWS_REGION and AWS_ENDPOINT_URL"
        case (.throttled, _):
            return "\(table) in \(place) is too busy (\(error.type)): wait a while, or raise its capacity"
        case (.unavailable, "ConnectionFailed"), (.unavailable, "Timeout"):
            return "\(place) cannot be reached (\(error.detail)): check the network, AWS_REGION and AWS_ENDPOINT_URL"
        case (.unavailable, _), (.deadlineExceeded, _), (.quota, _):
            return "\(call) failed (\(error.type), \(error.detail)): wait a while and try again"
        case (.invalid, _):
            return
                "\(call) was not accepted (\(error.type)): is it the schools table, with the key schoolId and, in the index, state (S) and avgRating (N)?"
        }
    }
}
