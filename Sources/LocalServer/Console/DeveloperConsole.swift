import Bytes
import EmbeddedAWS
import Foundation
import JSON

/// The console: one page, what it listens to, and what it asks for.
package struct DeveloperConsole: Sendable {
    static let path = "/_console"

    let log: RequestLog
    let hub: EventHub
    let recorder: EventRecorder
    let build: @Sendable () -> Rebuild.State

    /// The console of the requests in `log`. Events are saved by `recorder`.
    package init(
        log: RequestLog, hub: EventHub, recorder: EventRecorder, build: @escaping @Sendable () -> Rebuild.State
    ) {
        self.log = log
        self.hub = hub
        self.recorder = recorder
        self.build = build
    }

    /// Returns the response to a request below `/_console`. `isForeign` says that a page of another site sent it.
    func respond(to request: HTTPRequest, isForeign: Bool) -> HTTPResponse {
        let rest = request.path.dropFirst(Self.path.count)
        if isForeign { return SystemHandler.foreign }
        switch (request.method, String(rest)) {
        case ("GET", ""), ("HEAD", ""), ("GET", "/"): return Self.page
        case ("GET", "/live.js"):
            return HTTPResponse(
                status: 200,
                headers: [("Content-Type", "text/javascript; charset=utf-8"), ("Cache-Control", "no-cache")],
                body: Array(LiveReload.script.utf8))
        case ("GET", "/events"): return hub.stream(request.query == "pages" ? ["pages"] : ["request", "build"])
        case ("GET", "/requests"):
            let all = log.all.map(RequestJSON.summary)
            return Self.json(200, ["requests": .array(all), "build": Self.json(build())])
        case ("GET", let path) where path.hasPrefix("/requests/"):
            guard let entry = Int(path.dropFirst("/requests/".count)).flatMap(log.entry) else {
                return Self.json(404, ["error": "this request is no longer kept"])
            }
            return Self.json(200, RequestJSON.detail(entry))
        case ("POST", "/save"): return save(request)
        default: return Self.json(404, ["error": "the console has nothing there"])
        }
    }

    private func save(_ request: HTTPRequest) -> HTTPResponse {
        let body = try? JSONValue(parsing: request.body)
        guard let number = body?["id"]?.integer, let name = body?["name"]?.string else {
            return Self.json(400, ["error": "id and name are needed"])
        }
        guard let entry = log.entry(number), !entry.isTrimmed, let invocation = entry.done.invocation else {
            return Self.json(404, ["error": "this request had no event, or it is no longer kept"])
        }
        do { return Self.json(200, ["file": .string(try recorder.save(invocation, as: name))]) } catch {
            return Self.json(400, ["error": .string("\(error)")])
        }
    }

    /// Returns the form in which the page gets the state of the build.
    package static func json(_ state: Rebuild.State) -> JSONValue {
        switch state {
        case .built: ["state": "built", "lines": []]
        case .building: ["state": "building", "lines": []]
        case .failed(let lines): ["state": "failed", "lines": .array(lines.map { .string($0) })]
        }
    }

    private static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        var response = HTTPResponse.json(status, Array(value.text.utf8))
        response.headers.append(("Cache-Control", "no-store"))
        return response
    }

    /// The page. Its own style and script are the only ones that run.
    private static var page: HTTPResponse {
        let nonce = UUID().uuidString
        let text = String(decoding: PackageResources.console_html, as: UTF8.self)
            .split(separator: "NONCE", omittingEmptySubsequences: false).joined(separator: nonce)
        let policy =
            "default-src 'none'; connect-src 'self'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; "
            + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        return HTTPResponse(
            status: 200,
            headers: [
                ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy),
                ("Cache-Control", "no-store"),
            ], body: Array(text.utf8))
    }
}
