import EmbeddedAWS

/// Who may send requests: pages and programs of this machine. A page of another site could reach this server through
/// the developer's browser, by a name that it lets point here, or by writing blindly.
struct LocalHost: Sendable {
    let port: UInt16

    /// Returns why a request is refused, or nil.
    func refusal(of request: HTTPRequest) -> HTTPResponse? {
        guard let host = request.header("host"), isOwn(host) else {
            return .text(
                request.header("host") == nil ? 400 : 421,
                "this is 127.0.0.1:\(port) and localhost:\(port): no other Host is served")
        }
        return nil
    }

    /// Whether a page of another site sent the request. A program sends no `Origin`.
    func isForeign(_ request: HTTPRequest) -> Bool {
        guard let origin = request.header("origin") else { return false }
        guard origin.lowercased().hasPrefix("http://") else { return true }
        return !isOwn(String(origin.dropFirst("http://".count)))
    }

    /// The port of HTTP may be left out.
    private func isOwn(_ host: String) -> Bool {
        ["127.0.0.1", "localhost"].contains { name in
            let host = host.lowercased()
            return host == "\(name):\(port)" || port == 80 && host == name
        }
    }
}
