import CShims

/// SHA-256 and HMAC-SHA-256 by libcrypto.
public struct SHA256: ~Copyable {
    private let state = shims_sha256_begin()

    /// Starts a digest over several pieces. `finish` must be called.
    public init() {}

    /// Adds a piece.
    public func update(_ bytes: UnsafeRawBufferPointer) { shims_sha256_add(state, bytes.baseAddress, bytes.count) }

    /// The digest of all pieces.
    public consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            shims_sha256_end(state, digest.baseAddress)
            count = 32
        }
    }

    /// The digest of `bytes`.
    public static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            shims_sha256(bytes.baseAddress, bytes.count, digest.baseAddress)
            count = 32
        }
    }

    /// The authentication code of `text` under `key`.
    public static func hmac(_ text: String, key: [UInt8]) -> [UInt8] {
        var text = text
        return text.withUTF8 { text in
            [UInt8](unsafeUninitializedCapacity: 32) { mac, count in
                shims_hmac_sha256(key, key.count, text.baseAddress, text.count, mac.baseAddress)
                count = 32
            }
        }
    }
}
