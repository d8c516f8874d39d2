import Foundation
import Terminal

/// A client with one connection to a port of this machine: one request after the other.
final class KeepAliveClient {
    private let descriptor: Int32
    private let port: UInt16

    /// Connects. It is an error if nobody listens there.
    init(port: UInt16) throws(CommandFailure) {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw CommandFailure("127.0.0.1:\(port) does not accept connections") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    /// Sends a request without a body and returns the status. The response is read whole.
    func send(_ method: String, _ path: String) throws(CommandFailure) -> Int {
        let request = Array("\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
        guard request.withUnsafeBytes({ Descriptor.write($0, to: descriptor) }) == nil else { throw Self.broken }
        var response: [UInt8] = []
        while true {
            try read(into: &response)
            guard let end = Self.headEnd(response) else { continue }
            let head = String(decoding: response[..<end], as: UTF8.self)
            let length = head.components(separatedBy: "Content-Length: ").dropFirst().first.map {
                $0.prefix { $0 != "\r" }
            }
            let whole = end + 4 + (length.flatMap { Int($0) } ?? 0)
            while response.count < whole { try read(into: &response) }
            return Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
        }
    }

    private static let broken = CommandFailure("the connection to the local server broke")

    private func read(into bytes: inout [UInt8]) throws(CommandFailure) {
        let more = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { room -> [UInt8] in
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            return count > 0 ? Array(room[..<count]) : []
        }
        guard !more.isEmpty else { throw Self.broken }
        bytes += more
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        return bytes.indices.dropLast(3).first { bytes[$0] == mark[0] && bytes[$0..<($0 + 4)].elementsEqual(mark) }
    }
}
