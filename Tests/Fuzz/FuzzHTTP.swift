import Bytes

/// Any bytes as a response of the Runtime API. This is compiled together with the reader itself. The input's first byte
/// says in pieces of what size the rest arrives: whole and in pieces, it must be read the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let start else { return 0 }
    let response = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    let whole = read(response, pieces: count)
    let pieces = read(response, pieces: Int(start[0] % 16) + 1)
    precondition(whole == pieces, "a response in pieces is read otherwise")
    return 0
}

/// What is read, with every value that a handler could ask for; nil where it is refused.
private func read(_ response: UnsafeRawBufferPointer, pieces: Int) -> [[UInt8]]? {
    var buffer = ByteBuffer(capacity: 16)
    var reader = HTTPResponseReader(Pieces(rest: response, size: pieces), waitsForEvent: pieces % 2 == 0)
    guard let head = try? reader.read(into: &buffer) else { return nil }
    precondition((100...999).contains(head.status), "a status of another length")
    let ranges = [
        head.requestID, head.deadline, head.functionARN, head.traceID, head.clientContext, head.cognitoIdentity,
        head.tenantID, reader.body,
    ]
    return ranges.map { $0.map { Array(buffer.bytes[$0]) } ?? [0] } + [Array("\(head.status)".utf8)]
}

private final class Pieces: ByteSource {
    private var rest: UnsafeRawBufferPointer
    private let size: Int

    init(rest: UnsafeRawBufferPointer, size: Int) {
        self.rest = rest
        self.size = size
    }

    func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure) {
        guard rest.count > 0 else { throw .closed }
        precondition(room > 0, "room for nothing was asked for")
        let piece = min(room, size, rest.count)
        buffer.append(UnsafeRawBufferPointer(rebasing: rest[..<piece]))
        rest = UnsafeRawBufferPointer(rebasing: rest[piece...])
    }
}
