import Bytes
import Support
import Testing

@testable import LambdaRuntime

/// Bytes handed out in pieces of given sizes, and then the end of the connection, or silence.
final class ScriptedSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private var sizes: [Int]
    private let failure: ConnectionFailure
    private var turn = 0

    init(_ bytes: [UInt8], sizes: [Int] = [.max], then failure: ConnectionFailure = .closed) {
        rest = bytes[...]
        self.sizes = sizes
        self.failure = failure
    }

    func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure) {
        guard !rest.isEmpty else { throw failure }
        let piece = rest.prefix(min(room, sizes[turn % sizes.count]))
        turn += 1
        rest = rest.dropFirst(piece.count)
        buffer.append(Array(piece))
    }
}

/// How a response's bytes become a head and a body, however they arrive.
@Suite struct HTTPResponseReaderTests {
    static let body = Array("{\"n\":4.70,\"t\":\"\r\n\r\n\"}".utf8)
    static let responses: [[UInt8]] = [
        RuntimeResponse.head(200, [("Content-Length", "\(body.count)")]) + body,
        RuntimeResponse.head(200, [("Transfer-Encoding", "chunked")]) + RuntimeResponse.chunked(body, sizes: [1, 7]),
        RuntimeResponse.head(200, [("Transfer-Encoding", "chunked")])
            + RuntimeResponse.chunked(body, sizes: [4, 1], decorated: true),
        Array("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".utf8)
            + RuntimeResponse.head(200, [("Content-Length", "\(body.count)")]) + body,
    ]

    @Test(arguments: responses) func isTheSameWhereverItIsCut(response: [UInt8]) throws {
        for cut in 1..<response.count {
            let (head, body, keeps) = try read(ScriptedSource(response, sizes: [cut, .max]))
            #expect(head.status == 200 && body == Self.body && keeps)
        }
    }

    @Test(arguments: responses) func isTheSameInPiecesOfAnySize(response: [UInt8]) throws {
        var chance = Chance(seed: 9112)
        for _ in 0..<200 {
            let sizes = (0..<7).map { _ in Int.random(in: 1...5, using: &chance) }
            #expect(try read(ScriptedSource(response, sizes: sizes)).body == Self.body)
        }
    }

    @Test(arguments: responses) func cutShortItIsLost(response: [UInt8]) {
        for length in 0..<response.count {
            let start = Array(response.prefix(length))
            #expect(failure { try read(ScriptedSource(start, sizes: [3])) } == "closed")
            #expect(failure { try read(ScriptedSource(start, sizes: [3], then: .stalled)) } == "stalled")
        }
    }

    @Test func withoutALengthItEndsWithTheConnection() throws {
        let bytes = RuntimeResponse.head(200, []) + Self.body
        let (_, body, keeps) = try read(ScriptedSource(bytes, sizes: [5]))
        #expect(body == Self.body && !keeps)
        #expect(failure { try read(ScriptedSource(bytes, then: .stalled)) } == "stalled")
    }

    @Test(arguments: [204, 304]) func withoutABodyItEndsWithItsHead(status: Int) throws {
        let (head, body, keeps) = try read(ScriptedSource(RuntimeResponse.head(status, [("Content-Length", "5")])))
        #expect(head.status == status && body == [] && keeps)
    }

    @Test(arguments: [
        RuntimeResponse.head(200, [("Content-Length", "0")]) + [0x20],
        RuntimeResponse.head(200, [("Transfer-Encoding", "chunked")]) + RuntimeResponse.chunked([1], sizes: [1]) + [
            0x20
        ],
        RuntimeResponse.head(204, []) + [0x20],
        RuntimeResponse.head(200, [("Content-Length", "0"), ("Connection", "CLOSE")]),
        Array("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n".utf8),
    ]) func theConnectionIsNotKept(response: [UInt8]) throws {
        #expect(try !read(ScriptedSource(response)).keepsConnection)
    }

    /// Whatever a server sends without end, reading it ends.
    @Test(arguments: [
        ("", "a"), ("", "HTTP/1.1 100 Continue\r\n\r\n"), ("HTTP/1.1 200 OK\r\n", "X: y\r\n"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;\(String(repeating: "x", count: 4000))\r\na\r\n"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "100000\r\n\(String(repeating: "x", count: 1 << 20))\r\n"
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "X-Trailer: \(String(repeating: "x", count: 4000))\r\n"
        ),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1"),
        ("HTTP/1.1 200 OK\r\n\r\n", String(repeating: "x", count: 65_536)),
    ]) func whatHasNoEndIsRefused(start: String, again: String) {
        let times = (32 << 20) / again.utf8.count
        let bytes = Array(start.utf8) + Array(String(repeating: again, count: times).utf8)
        #expect(failure { try read(ScriptedSource(bytes)) } == "malformed")
    }

    @Test func silenceBeforeTheFirstByteIsWaitedForAndAfterItIsNot() {
        var reader = HTTPResponseReader(SilentSource(silences: 5), waitsForEvent: true)
        var buffer = ByteBuffer()
        #expect(throws: Never.self) { try reader.read(into: &buffer) }
        var impatient = HTTPResponseReader(SilentSource(silences: 1), waitsForEvent: false)
        var other = ByteBuffer()
        #expect(failure { _ = try impatient.read(into: &other) } == "stalled")
        var torn = HTTPResponseReader(ScriptedSource(Array("HTTP/1.1 2".utf8), then: .stalled), waitsForEvent: true)
        var third = ByteBuffer()
        #expect(failure { _ = try torn.read(into: &third) } == "stalled")
    }

    private final class SilentSource: ByteSource {
        private var silences: Int
        init(silences: Int) { self.silences = silences }

        func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure) {
            silences -= 1
            if silences >= 0 { throw .stalled }
            buffer.append(RuntimeResponse.event("{}"))
        }
    }

    /// The case of the failure that `body` throws.
    private func failure(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            switch error as? ConnectionFailure {
            case .stalled: return "stalled"
            case .closed: return "closed"
            case .failed: return "failed"
            case .malformed: return "malformed"
            case nil: return "\(error)"
            }
        }
    }

    @discardableResult
    private func read(
        _ source: ScriptedSource
    ) throws(ConnectionFailure) -> (head: HTTPResponseHead, body: [UInt8], keepsConnection: Bool) {
        var buffer = ByteBuffer()
        var reader = HTTPResponseReader(source, waitsForEvent: false)
        let head = try reader.read(into: &buffer)
        return (head, Array(buffer.bytes[reader.body]), reader.keepsConnection)
    }
}
