import Bytes
import CCurl

/// Sends one HTTP/1.1 request at a time over libcurl, and keeps the connection for the next.
///
/// TLS is verified against the given roots and nothing else. Proxies, redirects, cookies, compression and configuration
/// files play no part. A connection that was idle for long is not used again: after a freeze the other side has closed it.
/// libcurl replaces a kept connection that dies before its first byte, once.
package final class HTTPTransport {
    /// The root certificates that a server's certificate must descend from.
    package enum Trust: Sendable {
        case amazonRoots
        /// The path of a PEM file.
        case file(String)
    }

    struct Request {
        let method: String
        /// The whole URL, percent-encoded. It is sent as it is.
        let url: String
        /// Headers besides those that HTTP needs; names in lower case.
        var headers: [(name: String, value: String)] = []
        /// Empty for none.
        var body: [UInt8] = []
    }

    /// A response. `body` is valid until the transport's next request.
    package struct Response {
        package let status: Int
        /// Names are in lower case.
        let headers: [(name: String, value: String)]
        package let body: UnsafeRawBufferPointer
        /// How many requests it took, this one included.
        var attempts = 1

        /// The value of the first header with this name, which is in lower case.
        package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// Milliseconds to connect, TLS included, at most: enough inside a region.
    package static let connectMilliseconds = 1000
    /// Bytes of a response at most, unless a client has a bound of its own.
    package static let maximumBodyBytes = 16 << 20
    static let maximumHeaderBytes = 65_536

    let trust: Trust
    let isSecure: Bool
    let maximumBodyBytes: Int
    let maximumIdleSeconds: Int
    private let connectMilliseconds: Int
    var handle: UnsafeMutableRawPointer?
    private var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    var headers: [(name: String, value: String)] = []
    var headerBytes = 0
    var body = ByteBuffer(capacity: 16)

    /// `isSecure` says whether TLS will be used: without it libssl is never initialised. A response of more than
    /// `maximumBodyBytes` is an error. A connection that was idle for more than `maximumIdleSeconds` is closed and replaced.
    init(
        trust: Trust, isSecure: Bool, maximumBodyBytes: Int = HTTPTransport.maximumBodyBytes,
        maximumIdleSeconds: Int = 20,
        connectMilliseconds: Int = HTTPTransport.connectMilliseconds
    ) {
        self.trust = trust
        self.isSecure = isSecure
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumIdleSeconds = maximumIdleSeconds
        self.connectMilliseconds = connectMilliseconds
    }

    deinit { if let handle { curl_easy_cleanup(handle) } }

    /// Sends `request` and waits for the whole response, at most `milliseconds`.
    func send(_ request: Request, milliseconds: Int) throws(HTTPFailure) -> Response {
        let handle = open()
        headers.removeAll(keepingCapacity: true)
        headerBytes = 0
        body.removeAll(keepingAtMost: 2 << 20)
        ccurl_set_pointer(handle, CURLOPT_URL, request.url)
        ccurl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, request.method)
        ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, max(milliseconds, 1))
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, max(min(milliseconds, connectMilliseconds), 1))
        let list = headerList(request)
        defer { curl_slist_free_all(list) }
        ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
        let start = Instant.now()
        let code = perform(handle, request.body)
        guard code == CURLE_OK else {
            throw HTTPFailure(
                host: Self.host(of: request.url), code: Int(code.rawValue), text: describe(code),
                milliseconds: Instant.now().milliseconds(since: start))
        }
        let status = ccurl_get_long(handle, CURLINFO_RESPONSE_CODE)
        return Response(status: status, headers: headers, body: body.bytes)
    }

    private func perform(_ handle: UnsafeMutableRawPointer, _ content: [UInt8]) -> CURLcode {
        errorText[0] = 0
        return errorText.withUnsafeMutableBufferPointer { text in
            ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, text.baseAddress)
            defer { ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil) }
            return content.withUnsafeBytes { content in
                if content.isEmpty {
                    ccurl_set_long(handle, CURLOPT_HTTPGET, 1)
                } else {
                    ccurl_set_long(handle, CURLOPT_POST, 1)
                    ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, content.baseAddress)
                    ccurl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(content.count))
                }
                return curl_easy_perform(handle)
            }
        }
    }

    private func describe(_ code: CURLcode) -> String {
        if code == CURLE_WRITE_ERROR { return "the response is larger than \(maximumBodyBytes) bytes" }
        let detail = errorText.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        return detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    }

    private func headerList(_ request: Request) -> UnsafeMutablePointer<curl_slist>? {
        // A header without a value suppresses libcurl's own: no wait for "100 Continue", no form content type.
        var list = curl_slist_append(nil, "Expect:")
        if !request.headers.contains(where: { $0.name == "content-type" }) {
            list = curl_slist_append(list, "Content-Type:")
        }
        if !request.headers.contains(where: { $0.name == "accept" }) { list = curl_slist_append(list, "Accept:") }
        for (name, value) in request.headers { list = curl_slist_append(list, "\(name): \(value)") }
        return list
    }

    private static func host(of url: String) -> String {
        String(url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).dropFirst().first ?? "")
    }
}
