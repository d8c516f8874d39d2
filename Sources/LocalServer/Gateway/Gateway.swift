import APIGateway
import Configuration
import EmbeddedAWS
import Foundation
import JSON

/// API Gateway on this machine: requests to `/api` and `/prod` are events of the functions, and their responses are
/// the functions', or the gateway's own refusals.
package final class Gateway: Sendable {
    /// API Gateway's limit for an integration.
    package static let timeoutMilliseconds = 29_000
    /// The template's firewall, and the function behind it, take no more.
    static let maximumBody = 16_384

    package let format: EventFormat
    private let pools: [String: FunctionPool]
    private let cors: @Sendable () -> CORS?
    private let rate: RequestRate?
    private let cache: ResponseCache?

    /// `cors` is the policy for the gateway's own responses, `rate` bounds the requests a second.
    package init(
        format: EventFormat, pools: [String: FunctionPool], rate: Int?, cache: ResponseCache? = nil,
        cors: @escaping @Sendable () -> CORS?
    ) {
        self.format = format
        self.pools = pools
        self.cors = cors
        self.rate = rate.map { RequestRate(perSecond: $0) }
        self.cache = cache
    }

    /// The functions that have a route, each once.
    package static let functions = Route.all.reduce(into: [String]()) { names, route in
        if !names.contains(route.function) { names.append(route.function) }
    }

    /// Returns the path after `/api` or `/prod`; nil for a path that is not the API's.
    package static func apiPath(_ path: String) -> String? {
        for prefix in ["/api", "/prod"] where path.hasPrefix(prefix) {
            let rest = path.dropFirst(prefix.count)
            if rest.isEmpty { return "/" }
            if rest.first == "/" { return String(rest) }
        }
        return nil
    }

    /// Returns the event of a request to the API, whose path may begin with the stage or not.
    package static func event(of http: HTTPRequest, format: EventFormat) -> [UInt8] {
        let path = apiPath(http.path) ?? http.path
        return format.event(GatewayRequest(http: http, path: path, match: RouteMatch(http.method, path, format)))
    }

    /// Returns the response to a request whose path is `path` after the stage, and what became of its event; nil if it
    /// had none: the gateway refused the request, or its cache had the response. The body is still to be compressed.
    package func respond(to http: HTTPRequest, path: String) -> (HTTPResponse, Invocation?) {
        let request = GatewayRequest(
            http: http, path: path, match: RouteMatch(http.method, path, format))
        var (response, invocation) = serve(request)
        response.headers += [("Date", request.time.httpDate), ("x-amzn-RequestId", request.id)]
        return (response, invocation)
    }

    private func serve(_ request: GatewayRequest) -> (HTTPResponse, Invocation?) {
        // In AWS's order: the firewall comes first, and a request of no route counts towards no route's limit.
        guard request.http.body.count <= Self.maximumBody else { return (refuse(.bodyTooLarge, request), nil) }
        let function =
            request.match?.route.function ?? (format == .url ? RouteMatch.function(serving: request.path) : nil)
        guard let function, let pool = pools[function] else { return (refuse(.unknownRoute(format), request), nil) }
        if let rate, !rate.admits() { return (refuse(.tooManyRequests, request), nil) }
        let key = cache?.key(of: request, generation: pool.generationNow)
        if let key, let response = cache?.response(for: key) { return (response, nil) }
        let invocation = pool.invoke(format.event(request), milliseconds: Self.timeoutMilliseconds)
        switch invocation.outcome {
        case .response:
            guard let response = FunctionResponse.http(invocation.payload, format) else {
                return (refuse(.badGateway, request), invocation)
            }
            if let key { cache?.keep(response, for: key) }
            return (response, invocation)
        case .failed: return (refuse(.badGateway, request), invocation)
        case .timedOut: return (refuse(.timedOut, request), invocation)
        }
    }

    private func refuse(_ refusal: Refusal, _ request: GatewayRequest) -> HTTPResponse {
        let body: JSONValue = ["error": .string(refusal.message), "requestId": .string(request.id)]
        var response = HTTPResponse.json(refusal.status, Array(body.text.utf8))
        response.headers = corsHeaders + response.headers
        return response
    }

    /// The headers of the template's gateway responses: the methods of all routes.
    private var corsHeaders: [(name: String, value: String)] {
        let methods = Route.all.map(\.method).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let members = cors()?.headers(methods: (methods + ["OPTIONS"]).joined(separator: ","))
        let object = members.flatMap { try? JSONValue(parsing: Array("{".utf8) + $0 + Array("}".utf8)) }
        return (object?.members ?? []).map { ($0.name, $0.value.string ?? "") }
    }
}
