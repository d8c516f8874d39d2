import CCurl

/// Why no answer came: the host, libcurl's code and text, and how long it took.
package struct HTTPFailure: Error, CustomStringConvertible, Sendable {
    /// Host and port.
    package let host: String
    /// libcurl's `CURLcode`.
    package let code: Int
    /// libcurl's text.
    package let text: String
    /// How long it took.
    package let milliseconds: Int

    /// Host, code, elapsed time and text.
    package var description: String { "\(host): curl error \(code) after \(milliseconds) ms: \(text)" }

    /// Whether time ran out.
    package var isTimeout: Bool { code == Int(CURLE_OPERATION_TIMEDOUT.rawValue) }

    /// Whether trying again may help: not where the certificate or the configuration is at fault.
    package var isTransient: Bool {
        switch CURLcode(rawValue: UInt32(code)) {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_URL_MALFORMAT,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_WRITE_ERROR, CURLE_OUT_OF_MEMORY, CURLE_SSL_CIPHER:
            return false
        default: return true
        }
    }
}
