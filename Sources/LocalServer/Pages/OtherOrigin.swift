import Bytes
import EmbeddedAWS

/// The pages on an address of their own. They call the API at the first address, so its CORS headers decide what they
/// get: there is no API here.
package final class OtherOrigin: HTTPHandler {
    private let pages: Pages
    private let console: DeveloperConsole
    private let report: @Sendable (CompletedRequest) -> Void
    private let port = ServedPort()

    /// `origin` is the first address, such as `http://127.0.0.1:8080`. `report` is called with each request.
    package init(
        pages folder: String, isLive: Bool, origin: String, console: DeveloperConsole,
        report: @escaping @Sendable (CompletedRequest) -> Void
    ) {
        pages = Pages(folder: folder, isLive: isLive, apiOrigin: origin)
        self.console = console
        self.report = report
    }

    /// Returns a server that serves this on `port`, or a free one for 0. It is still to be started.
    package func listen(port: UInt16) throws(HTTPServer.Failure) -> HTTPServer {
        try self.port.listen(self, port: port)
    }

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        let (start, time) = (Instant.now(), UTCTime.now())
        if let refusal = port.host.refusal(of: request) { return refusal }
        // Of the console, only what loads pages again.
        if LiveReload.serves(request) { return console.respond(to: request, isForeign: false) }
        let response = pages.respond(to: request)
        report(
            CompletedRequest(
                kind: .page, time: time, request: request, response: response, sentBytes: response.body.count,
                milliseconds: Instant.now().fractionalMilliseconds(since: start), invocation: nil, cost: nil))
        return response
    }
}
