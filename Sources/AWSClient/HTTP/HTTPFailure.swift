import CCurl

/// Why no response came.
package struct HTTPFailure: Error, CustomStringConvertible, Sendable {
    /// Host and port.
    let host: String
    /// libcurl's `CURLcode`.
    let code: Int
    /// libcurl's text.
    let text: String
    /// How long it took.
    let milliseconds: Int

    package var description: String { "\(host): curl error \(code) after \(milliseconds) ms: \(text)" }

    var isTimeout: Bool { code == Int(CURLE_OPERATION_TIMEDOUT.rawValue) }

    /// Whether the response was larger than the client takes.
    var isTooLarge: Bool { code == Int(CURLE_WRITE_ERROR.rawValue) }

    /// Whether trying again may help. It does not where the certificate or the configuration is at fault.
    var isTransient: Bool {
        switch CURLcode(rawValue: UInt32(code)) {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_URL_MALFORMAT,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_WRITE_ERROR, CURLE_OUT_OF_MEMORY, CURLE_SSL_CIPHER:
            return false
        default: return true
        }
    }
}
