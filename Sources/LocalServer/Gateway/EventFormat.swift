import Configuration

/// What stands before the functions: it decides the form of their events.
package enum EventFormat: String, CaseIterable, Sendable {
    /// A REST API: payload format 1.0 of API Gateway, as the template has it.
    case rest
    /// An HTTP API, payload format 2.0.
    case http
    /// A function's own URL, payload format 2.0.
    case url

    /// The stage in events.
    var stage: String { self == .rest ? "prod" : "$default" }

    /// What AWS takes for a million requests, in USD (us-east-1).
    var usdPerMillionRequests: Double {
        switch self {
        case .rest: 3.5
        case .http: 1
        case .url: 0
        }
    }

    /// Returns the event of a request.
    func event(_ request: GatewayRequest) -> [UInt8] {
        let event = self == .rest ? RESTEvent(request).json : HTTPAPIEvent(request, isFunctionURL: self == .url).json
        return Array(event.text.utf8)
    }
}
