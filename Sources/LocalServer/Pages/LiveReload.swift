import EmbeddedAWS

/// The script that loads a page again when a file of the pages has changed. Only this server adds it, and only to what
/// a browser opens as a page: everything else gets the files as they are.
enum LiveReload {
    static let path = "/_console/live.js"

    static let script = """
        const events = new EventSource("/_console/events?pages");
        events.addEventListener("pages", () => location.reload());
        addEventListener("pagehide", () => events.close());

        """

    /// Whether a page asks for the script, or for what the script listens to.
    static func serves(_ request: HTTPRequest) -> Bool {
        request.method == "GET"
            && (request.path == path || request.path == "/_console/events" && request.query == "pages")
    }

    private static let tag = Array("<script type=\"module\" src=\"\(path)\"></script>".utf8)

    /// Adds the script to a page.
    static func add(to response: inout HTTPResponse) {
        guard response.headers.contains(where: { $0.name == "Content-Type" && $0.value.hasPrefix("text/html") }) else {
            return
        }
        response.body += tag
    }
}
