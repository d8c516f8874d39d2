import CCurl

/// SHA-256 and HMAC-SHA-256 by libcrypto.
package enum SHA256 {
    /// Returns the digest of `bytes`.
    package static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            ccurl_sha256(bytes.baseAddress, bytes.count, digest.baseAddress)
            count = 32
        }
    }

    /// Returns the authentication code of `text` under `key`.
    package static func hmac(_ text: String, key: [UInt8]) -> [UInt8] {
        var text = text
        return text.withUTF8 { text in
            [UInt8](unsafeUninitializedCapacity: 32) { mac, count in
                ccurl_hmac_sha256(key, key.count, text.baseAddress, text.count, mac.baseAddress)
                count = 32
            }
        }
    }
}
