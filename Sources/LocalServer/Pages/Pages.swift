import Bytes
import EmbeddedAWS
import Foundation

/// The pages of the site, read from their folder at each request.
struct Pages: Sendable {
    /// Larger files are no part of a page.
    static let maximumBytes = 16 << 20
    /// As CloudFront sends it.
    static let securityPolicy =
        "default-src 'self'; img-src 'self' https: data:; object-src 'none'; base-uri 'none'"

    let folder: String
    /// Whether pages get the script that loads them again after a change.
    let isLive: Bool
    /// Where the pages find the API, if not at their own origin.
    var apiOrigin: String?

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
        "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "ico": "image/x-icon",
        "txt": "text/plain; charset=utf-8", "webmanifest": "application/manifest+json", "woff2": "font/woff2",
    ]

    /// Returns the response to a request of a page or of a file.
    func respond(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            var response = HTTPResponse.text(405, "pages are read by GET")
            response.headers.append(("Allow", "GET, HEAD"))
            return response
        }
        var response: HTTPResponse
        if let file = file(for: request.path), let bytes = read(file) {
            response = page(200, file, bytes)
        } else if let bytes = read("404.html") {
            response = page(404, "404.html", bytes)
        } else {
            response = .text(404, "\(folder) has no page \(request.path); the API is at /api, the console at /_console")
        }
        if isLive, request.header("sec-fetch-dest") == "document" { LiveReload.add(to: &response) }
        Compression.apply(to: &response, for: request)
        return response
    }

    /// Returns the file of a path, below the folder: the path's own, or else that of a page with a clean path. The page
    /// of `/schools/ID` is that of one school.
    func file(for path: String) -> String? {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        if segments.count == 2, segments.first == "schools", segments.last != "" { return "school.html" }
        let names = segments.map { PercentEncoding.decode($0) ?? "." }
        // No name goes up, is hidden, or is another one to the system.
        guard names.allSatisfy({ !$0.hasPrefix(".") && !$0.contains { "/\\\0".contains($0) } }) else { return nil }
        let name = names.joined(separator: "/")
        switch names.count {
        case 1 where name.isEmpty: return "index.html"
        case 1 where !Self.ownPaths.contains(name) && isFile("\(name).html"): return "\(name).html"
        // A page has one address, and notes are no part of the site.
        default: return isFile(name) && !name.hasSuffix(".html") && !name.hasSuffix(".md") ? name : nil
        }
    }

    /// Pages whose address is not their name.
    private static let ownPaths: Set = ["index", "school", "404"]

    private func page(_ status: Int, _ file: String, _ bytes: [UInt8]) -> HTTPResponse {
        let type = Self.types[file.split(separator: ".").last.map { $0.lowercased() } ?? ""]
        let isPage = type?.hasPrefix("text/html") == true
        return HTTPResponse(
            status: status,
            headers: [
                ("Content-Type", type ?? "application/octet-stream"), ("Cache-Control", "no-cache"),
                ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ], body: isPage ? withAPI(bytes) : bytes)
    }

    private var policy: String {
        Self.securityPolicy + (apiOrigin.map { "; connect-src 'self' \($0)" } ?? "")
    }

    /// Returns a page whose `<meta name="api">` names the other origin.
    private func withAPI(_ page: [UInt8]) -> [UInt8] {
        guard let apiOrigin else { return page }
        let text = String(decoding: page, as: UTF8.self)
        let parts = text.split(separator: Self.apiTag, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return page }
        return Array("\(parts[0])\(Self.apiTag)\(apiOrigin)/api\(parts[1].drop { $0 != "\"" })".utf8)
    }

    private static let apiTag = "<meta name=\"api\" content=\""

    private func isFile(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        return exists && !isFolder.boolValue
    }

    /// Returns the bytes of a file; nil if there is none, or a link leads out of the folder.
    private func read(_ name: String) -> [UInt8]? {
        guard let root = Self.realPath(folder), let path = Self.realPath("\(folder)/\(name)"),
            path.hasPrefix("\(root)/"),
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size <= Self.maximumBytes
        else { return nil }
        return (try? Data(contentsOf: URL(fileURLWithPath: path))).map { [UInt8]($0) }
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
