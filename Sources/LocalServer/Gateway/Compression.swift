import CCurl
import EmbeddedAWS

/// Compressing responses for clients that accept it.
enum Compression {
    /// Shorter bodies are sent as they are: the template's `MinimumCompressionSize`.
    static let minimumBytes = 1024

    /// Compresses the body if the request allows that and it is worth it.
    static func apply(to response: inout HTTPResponse, for request: HTTPRequest) {
        guard response.body.count >= minimumBytes, accepts(request.header("accept-encoding") ?? ""),
            !response.headers.contains(where: { $0.name.lowercased() == "content-encoding" }),
            let body = gzip(response.body), body.count < response.body.count
        else { return }
        response.body = body
        response.headers.append(("Content-Encoding", "gzip"))
    }

    /// Returns whether a value of `Accept-Encoding` allows gzip.
    static func accepts(_ header: String) -> Bool {
        header.lowercased().split(separator: ",").contains { element in
            let parts = element.split(separator: ";").map { $0.trimming { $0 == " " || $0 == "\t" } }
            guard let coding = parts.first, ["gzip", "x-gzip", "*"].contains(String(coding)) else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }

    /// Returns `bytes` in gzip's form; nil if there is no memory for it.
    static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        let room = bytes.count + bytes.count / 1000 + 64
        let packed = [UInt8](unsafeUninitializedCapacity: room) { out, count in
            count = ccurl_gzip(bytes, bytes.count, out.baseAddress, room)
        }
        return packed.isEmpty ? nil : packed
    }
}
