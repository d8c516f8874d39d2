import Foundation

/// One connection of a `ScriptedServer`.
final class ScriptedConnection {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var bound = timeval(tv_sec: 30, tv_usec: 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    func end() { close(descriptor) }

    /// A request as it arrived.
    typealias Message = (line: String, headers: [String: String], body: [UInt8], head: String, receives: Int)

    /// Returns the next request; nil when the other side has closed.
    func read() -> Message? {
        var receives = 0
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound {
                let head = String(decoding: pending[..<end], as: UTF8.self)
                let lines = head.components(separatedBy: "\r\n").dropLast(2)
                let fields = lines.dropFirst().map { line -> (String, String) in
                    let name = line.prefix { $0 != ":" }
                    return (name.lowercased(), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
                }
                let headers = Dictionary(fields) { "\($0),\($1)" }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                while pending.count < end + length {
                    guard receive() else { return nil }
                    receives += 1
                }
                defer { pending.removeFirst(end + length) }
                return (lines.first ?? "", headers, Array(pending[end..<(end + length)]), head, receives)
            }
            guard receive() else { return nil }
            receives += 1
        }
    }

    private func receive() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
            let n = recv(descriptor, space.baseAddress, space.count, 0)
            if n > 0 { pending.append(contentsOf: UnsafeRawBufferPointer(rebasing: space[..<n])) }
            return n > 0
        }
    }

    /// Does what the script says. Returns whether the connection is still open.
    func perform(_ steps: [ScriptedServer.Step]) -> Bool {
        for step in steps {
            switch step {
            case .send(let bytes): guard send(bytes[...]) else { return false }
            case .trickle(let bytes):
                for index in bytes.indices { guard send(bytes[index...index]) else { return false } }
            case .pause(let milliseconds): usleep(UInt32(milliseconds) * 1000)
            case .close, .leave: return false
            case .reset:
                var now = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
                return false
            }
        }
        return true
    }

    private func send(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let n = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard n > 0 else { return false }
                sent += n
            }
            return true
        }
    }
}
