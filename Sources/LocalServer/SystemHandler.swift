import Bytes
import EmbeddedAWS
import Foundation
import Synchronization

/// The whole system on one address: the pages, the API behind its gateway, and Lambda's Invoke API.
package final class SystemHandler: HTTPHandler {
    /// Connections at once. Each has a thread; a browser opens six.
    package static let maximumConnections = 512
    /// Events at once that nobody waits for.
    static let maximumLaterEvents = 256

    private let gateway: Gateway
    private let invokeAPI: InvokeAPI
    private let pages: Pages
    private let console: DeveloperConsole
    private let prices: @Sendable () -> Cost.Prices
    private let report: @Sendable (CompletedRequest) -> Void
    private let buildError: @Sendable () -> String?
    private let port = ServedPort()
    /// Events that nobody waits for. Each has a thread.
    private let laterEvents = Atomic<Int>(0)

    /// `report` is called with each request and its response; `buildError` returns the first line of the last build's
    /// errors, or nil.
    package init(
        gateway: Gateway, pools: [String: FunctionPool], pages folder: String, isLive: Bool, console: DeveloperConsole,
        prices: @escaping @Sendable () -> Cost.Prices, buildError: @escaping @Sendable () -> String?,
        report: @escaping @Sendable (CompletedRequest) -> Void
    ) {
        self.gateway = gateway
        invokeAPI = InvokeAPI(pools: pools)
        pages = Pages(folder: folder, isLive: isLive)
        self.console = console
        self.prices = prices
        self.buildError = buildError
        self.report = report
    }

    /// Returns a server that serves this on `port`, or a free one for 0. It is still to be started.
    package func listen(port: UInt16) throws(HTTPServer.Failure) -> HTTPServer {
        try self.port.listen(self, port: port)
    }

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        let start = Instant.now()
        let time = UTCTime.now()
        let host = port.host
        if let refusal = host.refusal(of: request) { return refusal }
        let (kind, routed, invocation) = route(request, host)
        guard let kind else { return routed }
        var response = routed
        if kind == .api { Compression.apply(to: &response, for: request) }
        if let error = buildError() { response.headers.append(("x-build-error", Self.headerText(error))) }
        complete(kind, request, routed, sentBytes: response.body.count, invocation, time, start)
        return response
    }

    private func route(
        _ request: HTTPRequest, _ host: LocalHost
    ) -> (CompletedRequest.Kind?, HTTPResponse, Invocation?) {
        if let path = Gateway.apiPath(request.path) {
            let (response, invocation) = gateway.respond(to: request, path: path)
            return (.api, response, invocation)
        }
        if request.path.hasPrefix(InvokeAPI.prefix) {
            if host.isForeign(request) { return (.invoke, Self.foreign, nil) }
            let (response, invocation) = invokeAPI.respond(to: request) { later(request, $0) }
            return (.invoke, response, invocation)
        }
        if request.path == DeveloperConsole.path || request.path.hasPrefix("\(DeveloperConsole.path)/") {
            return (nil, console.respond(to: request, isForeign: host.isForeign(request)), nil)
        }
        return (.page, pages.respond(to: request), nil)
    }

    static let foreign = HTTPResponse.text(403, "pages of other sites may not do this")

    /// Runs an event that nobody waits for, and reports it when it is over. Returns false if too many of them wait.
    private func later(_ request: HTTPRequest, _ run: @escaping @Sendable () -> Invocation) -> Bool {
        guard laterEvents.wrappingAdd(1, ordering: .relaxed).newValue <= Self.maximumLaterEvents else {
            laterEvents.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        Thread.detachNewThread { [self] in
            let (start, time) = (Instant.now(), UTCTime.now())
            complete(.invoke, request, HTTPResponse(status: 202), sentBytes: 0, run(), time, start)
            laterEvents.wrappingSubtract(1, ordering: .relaxed)
        }
        return true
    }

    private func complete(
        _ kind: CompletedRequest.Kind, _ request: HTTPRequest, _ response: HTTPResponse, sentBytes: Int,
        _ invocation: Invocation?, _ time: UTCTime, _ start: Instant
    ) {
        let price = kind == .api ? gateway.format.usdPerMillionRequests : 0
        let cost = invocation.flatMap { Cost($0, gatewayPerMillion: price, prices()) }
        let isCached = CompletedRequest.isCached(kind, response)
        report(
            CompletedRequest(
                kind: kind, time: time, request: request, response: response, sentBytes: sentBytes,
                milliseconds: Instant.now().fractionalMilliseconds(since: start), invocation: invocation,
                cost: isCached ? Cost(gatewayPerMillion: price) : cost))
    }

    /// Returns a text that fits a header.
    private static func headerText(_ text: String) -> String {
        let bytes = text.utf8.prefix(500).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
