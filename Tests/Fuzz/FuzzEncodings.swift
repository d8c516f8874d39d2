import Bytes

/// Any bytes as percent-encoding, base64 and an HTTP date: what decodes encodes back, and all of it comes back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEncodings(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    let text = String(decoding: bytes, as: UTF8.self)

    let encoded = PercentEncoding.encode(bytes)
    precondition(encoded.utf8.allSatisfy { PercentEncoding.isUnreserved($0) || $0 == UInt8(ascii: "%") })
    precondition(PercentEncoding.decode(encoded[...]).map { $0.utf8.elementsEqual(bytes) } ?? !isUTF8(bytes))
    for plusIsSpace in [false, true] {
        guard let decoded = PercentEncoding.decode(text[...], plusIsSpace: plusIsSpace) else { continue }
        let again = PercentEncoding.encode(decoded.utf8)
        precondition(PercentEncoding.decode(again[...])?.utf8.elementsEqual(decoded.utf8) == true)
    }

    precondition(Base64.decode(Base64.encodeURLSafe(bytes).utf8) == bytes)
    if let decoded = Base64.decode(bytes) {
        // One text for each value, but for the alphabet and the padding.
        let alphabet: [UInt8: UInt8] = [UInt8(ascii: "+"): UInt8(ascii: "-"), UInt8(ascii: "/"): UInt8(ascii: "_")]
        let safe = bytes.map { alphabet[$0] ?? $0 }
        precondition(Base64.encodeURLSafe(decoded).utf8.elementsEqual(safe.filter { $0 != UInt8(ascii: "=") }))
    }

    if let time = UTCTime(httpDate: text) {
        precondition((0..<253_402_300_801_000).contains(time.milliseconds) && time.amzDate.utf8.count == 16)
    }
    return 0
}

private func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
