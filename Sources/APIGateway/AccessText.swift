import Bytes
import LambdaRuntime

/// Method and path in the access line. They come from a stranger, and operators search the log for words: they must not be
/// able to look like a failure or a model call.
enum AccessText {
    static let maximumLength = 256

    /// `text` with everything but URL characters percent-encoded, the first letter of the searched words too, and cut to
    /// `maximumLength` bytes.
    static func safe(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var out = ByteBuffer(capacity: 64)
            for (index, byte) in bytes.prefix(maximumLength).enumerated() {
                let rest = bytes[index...]
                if isURLByte(byte), !Log.searchedWords.contains(where: { rest.starts(with: $0.utf8) }) {
                    out.append(byte)
                } else {
                    out.append(UInt8(ascii: "%"))
                    out.append(Hex.upper(byte >> 4))
                    out.append(Hex.upper(byte & 15))
                }
            }
            return String(decoding: out.bytes, as: UTF8.self)
        }
    }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "%")
    }
}
