/// What the gateway itself refuses, with the status and the words of AWS's.
struct Refusal {
    let status: Int
    let message: String

    /// No route, or not this method of it.
    static func unknownRoute(_ format: EventFormat) -> Refusal {
        // A REST API takes a request of no route for one that lacks a signature.
        format == .rest
            ? Refusal(status: 403, message: "Missing Authentication Token")
            : Refusal(status: 404, message: "Not Found")
    }

    /// The template's own words, for its firewall.
    static let bodyTooLarge = Refusal(status: 413, message: "The body is too large")
    static let tooManyRequests = Refusal(status: 429, message: "Too Many Requests")
    /// The function failed, or its response is not one of a proxy integration.
    static let badGateway = Refusal(status: 502, message: "Internal server error")
    static let timedOut = Refusal(status: 504, message: "Endpoint request timed out")
}
