import Bytes
import CCurl

// libcurl's settings, made once, and its callbacks.
extension HTTPTransport {
    /// Returns the handle, which is made at the first use: an endpoint costs nothing until it is called.
    func open() -> UnsafeMutableRawPointer {
        if let handle { return handle }
        _ = isSecure ? Self.initializeWithTLS : Self.initializePlain
        guard let handle = curl_easy_init() else { fatalError("libcurl has no memory for a handle") }
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        // Without it a request whose time is up waits for the look-up of its host name to end, usually ten seconds.
        ccurl_set_long(handle, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        ccurl_set_pointer(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        ccurl_set_pointer(handle, CURLOPT_PROXY, "")
        ccurl_set_pointer(handle, CURLOPT_NOPROXY, "*")
        ccurl_set_long(handle, CURLOPT_NETRC, 0)
        ccurl_set_long(handle, CURLOPT_PATH_AS_IS, 1)
        ccurl_set_long(handle, CURLOPT_MAXAGE_CONN, maximumIdleSeconds)
        ccurl_set_long(handle, CURLOPT_MAXCONNECTS, 1)
        ccurl_set_long(handle, CURLOPT_BUFFERSIZE, 131_072)
        ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION, receiveBody)
        ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION, receiveHeader)
        if isSecure { trustOnly(trust, handle) }
        self.handle = handle
        return handle
    }

    private func trustOnly(_ trust: Trust, _ handle: UnsafeMutableRawPointer) {
        // Debian's libcurl has /etc/ssl/certs built in, and would trust those as well.
        ccurl_set_pointer(handle, CURLOPT_CAPATH, nil)
        ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
        ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
        ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        switch trust {
        case .amazonRoots:
            // Five roots, not the usual hundred and forty: parsing those would cost 20 ms of each cold start.
            ccurl_set_pointer(handle, CURLOPT_CAINFO, nil)
            PackageResources.amazon_roots_pem.withUnsafeBytes { pem in
                _ = ccurl_set_ca_blob(handle, pem.baseAddress, pem.count)
            }
        case .file(let path): ccurl_set_pointer(handle, CURLOPT_CAINFO, path)
        }
    }

    // Once a process, by the language's rule for static properties.
    private static let initializePlain: Void = { _ = ccurl_global_init(0) }()
    private static let initializeWithTLS: Void = { _ = ccurl_global_init(1) }()

    func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumBodyBytes else { return false }
        body.append(bytes)
        return true
    }

    func receivedHeader(_ line: UnsafeRawBufferPointer) {
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else { return }
        // A status line starts a response: the headers of an interim one do not count.
        if line.starts(with: "HTTP/".utf8) { headers.removeAll(keepingCapacity: true) }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        var value = line[(colon + 1)...].drop(while: Self.isSpace)
        while let last = value.last, Self.isSpace(last) { value.removeLast() }
        headers.append(
            (
                name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
                value: String(decoding: value, as: UTF8.self)
            ))
    }

    /// Whether a byte may surround a header's value: white space and the line's end.
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}

private let receiveBody: ccurl_callback = { data, size, count, user in
    guard let user, let data else { return 0 }
    let transport = Unmanaged<HTTPTransport>.fromOpaque(user).takeUnretainedValue()
    return transport.received(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
}

private let receiveHeader: ccurl_callback = { data, size, count, user in
    guard let user, let data else { return 0 }
    let transport = Unmanaged<HTTPTransport>.fromOpaque(user).takeUnretainedValue()
    transport.receivedHeader(UnsafeRawBufferPointer(start: data, count: size * count))
    return size * count
}
