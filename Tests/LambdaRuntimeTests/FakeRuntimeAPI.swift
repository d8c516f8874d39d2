import Foundation
import Synchronization

/// A Runtime API that is told what to do on the n-th request, and records each request as it came.
///
/// It serves one connection after the other, as the runtime has one at a time. What the script does not cover is answered
/// with status 500, which ends a runtime's loop.
final class FakeRuntimeAPI: Sendable {
    /// What is done once a request has been read.
    enum Step: Sendable {
        case send([UInt8])
        /// Sends byte by byte, each in a segment of its own.
        case trickle([UInt8])
        case pause(milliseconds: Int)
        /// Closes the connection; what was sent before is still read.
        case close
        /// Closes it with a reset.
        case reset
        /// Closes the listening socket, then the connection: nobody can connect any more.
        case leave
    }

    /// A request as it arrived.
    struct Request: Sendable {
        /// The request line.
        let line: String
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]
        /// The head as it stood, empty line included.
        let head: String
        /// How many calls of recv(2) it took.
        let receives: Int
        /// Which connection it came on, from 0.
        let connection: Int
    }

    let address: String
    private let listener: Int32
    private let script: [[Step]]
    private let recorded = Mutex<[Request]>([])

    init(_ script: [[Step]]) {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0, "no port to listen on")
                getsockname(descriptor, $0, &length)
            }
        }
        address = "127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
        Thread { [self] in serve() }.start()
    }

    // Not before: another test's server may get the port, and the loop under test its events.
    deinit { close(listener) }

    /// What has arrived so far.
    var requests: [Request] { recorded.withLock { $0 } }

    /// Ends the listening: the thread ends with the connection that it serves.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        var answered = 0
        var connections = 0
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let connection = FakeConnection(descriptor, number: connections)
            connections += 1
            while let request = connection.read() {
                recorded.withLock { $0.append(request) }
                let steps = answered < script.count ? script[answered] : [.send(FakeRuntimeAPI.status(500))]
                answered += 1
                if case .leave? = steps.last { stop() }
                if !connection.perform(steps) { break }
            }
            connection.end()
        }
    }
}
