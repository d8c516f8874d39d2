import Foundation
import Testing

/// Sends bytes over a connection of their own and returns all that comes back.
func exchange(port: UInt16, _ request: String, seconds: Int = 10) throws -> String {
    let connection = try OpenConnection(port: port, seconds: seconds)
    connection.send(request)
    var response: [UInt8] = []
    while let bytes = connection.receive() { response += bytes }
    return String(decoding: response, as: UTF8.self)
}

/// A client's connection that stays open until it is ended.
final class OpenConnection {
    private let descriptor: Int32

    init(port: UInt16, seconds: Int = 10) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
    }

    deinit { close(descriptor) }

    func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Sends as much as the other side takes: it may have closed the connection.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Returns the next bytes; nil at the end, or if there were none in time.
    func receive() -> ArraySlice<UInt8>? {
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &room, room.count, 0)
        return count > 0 ? room[..<count] : nil
    }

    /// Sends a request and waits for the response.
    func roundTrip() throws {
        send("GET / HTTP/1.1\r\n\r\n")
        try #require(receive() != nil)
    }
}
