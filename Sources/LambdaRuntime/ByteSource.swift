import Bytes

/// Where the bytes of a response come from: a socket, or a test's script.
protocol ByteSource {
    /// Appends what has arrived, at most `room` bytes. Throws `closed` at the end.
    func receive(into buffer: inout ByteBuffer, room: Int) throws(ConnectionFailure)
}

/// Why an exchange over a connection failed.
enum ConnectionFailure: Error, CustomStringConvertible {
    /// Nothing arrived, or nothing could be sent, for `Socket.stallSeconds`.
    case stalled
    /// The other side closed the connection.
    case closed
    /// A system call failed.
    case failed(String)
    /// What arrived is not a response that the Runtime API sends.
    case malformed(String)

    var description: String {
        switch self {
        case .stalled: "no progress for \(Socket.stallSeconds) s"
        case .closed: "the connection was closed"
        case .failed(let reason), .malformed(let reason): reason
        }
    }
}
