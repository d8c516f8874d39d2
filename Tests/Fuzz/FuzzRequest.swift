import Bytes

/// Any bytes as requests on one connection. This is compiled together with the decoder itself. The input's first byte says
/// in pieces of what size the rest arrives: whole and in pieces, it must be read the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequest(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let start else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let whole = read(bytes, pieces: count)
    let pieces = read(bytes, pieces: Int(start[0] % 16) + 1)
    precondition(whole == pieces, "requests in pieces are read otherwise")
    return 0
}

/// The requests, and the status of what is refused after them.
private func read(_ bytes: UnsafeRawBufferPointer, pieces: Int) -> [String] {
    var decoder = HTTPDecoder()
    var told: [String] = []
    var rest = bytes[...]
    do throws(HTTPDecoder.Failure) {
        while !rest.isEmpty {
            decoder.append(UnsafeRawBufferPointer(rebasing: rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
            while let request = try decoder.next() {
                precondition(request.sentNames.count == request.headers.count, "a header without a name")
                told.append("\(request.method) \(request.path) \(request.query) \(request.headers) \(request.body)")
            }
        }
    } catch { told.append("refused: \(error.status)") }
    return told
}
