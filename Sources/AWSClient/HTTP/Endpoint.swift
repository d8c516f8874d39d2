import Bytes

/// Where a service is called: scheme, host, port and a path prefix.
package struct Endpoint: Sendable, Equatable {
    /// Whether the connection is TLS.
    package let isSecure: Bool
    /// The `Host` header: the host, with the port unless it is the scheme's own.
    package let authority: String
    /// A path before every request's path, without a slash at its end; usually empty.
    package let prefix: String

    /// The DNS suffixes of AWS's partitions, by how the names of their regions start. All other regions, those of GovCloud
    /// included, have `amazonaws.com`.
    private static let suffixes = [
        ("cn-", "amazonaws.com.cn"), ("eusc-", "amazonaws.eu"), ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"), ("us-isof-", "csp.hci.ic.gov"),
    ]

    /// AWS's own endpoint of a service in a region: `https://HOST.REGION.SUFFIX`.
    package init(host: String, region: String) {
        let suffix = Self.suffixes.first { region.hasPrefix($0.0) }?.1 ?? "amazonaws.com"
        isSecure = true
        authority = "\(host).\(region).\(suffix)"
        prefix = ""
    }

    /// An `http://` or `https://` URL with a host, perhaps a port and a path; nil for anything else. User names, queries and
    /// characters outside ASCII are refused.
    package init?(_ url: String) {
        let rest: Substring
        if url.lowercased().hasPrefix("https://") {
            isSecure = true
            rest = url.dropFirst(8)
        } else if url.lowercased().hasPrefix("http://") {
            isSecure = false
            rest = url.dropFirst(7)
        } else {
            return nil
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[slash...]
        while path.hasSuffix("/") { path = path.dropLast() }
        guard let authority = Self.authority(rest[..<slash], isSecure: isSecure),
            path.utf8.allSatisfy({ PercentEncoding.isUnreserved($0) || "/%:@!$&'()*+,;=".utf8.contains($0) }),
            PercentEncoding.decode(path) != nil
        else { return nil }
        self.authority = authority
        prefix = String(path)
    }

    /// The start of every URL: scheme, authority and prefix.
    package var base: String { "\(isSecure ? "https" : "http")://\(authority)\(prefix)" }

    private static func authority(_ text: Substring, isSecure: Bool) -> String? {
        var host = text
        var port: Substring?
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            host = text[..<colon]
            port = text[colon...].dropFirst()
        }
        let isIPv6 = host.hasPrefix("[") && host.hasSuffix("]")
        let allowed: (UInt8) -> Bool =
            isIPv6
            ? { Hex.value($0) != nil || "[]:.".utf8.contains($0) }
            : { PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: "~") }
        let colons = host.utf8.count { $0 == UInt8(ascii: ":") }
        guard !host.isEmpty, host.utf8.allSatisfy(allowed), !isIPv6 || colons > 1 else { return nil }
        guard let port else { return String(host) }
        guard let number = UInt16(port), number > 0, port.utf8.first != UInt8(ascii: "+") else { return nil }
        return number == (isSecure ? 443 : 80) ? String(host) : "\(host):\(number)"
    }
}
