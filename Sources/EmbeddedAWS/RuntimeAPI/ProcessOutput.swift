import Foundation

/// What a process writes to its pipe: read as it comes, so that the process never blocks, and taken line by line.
///
/// At most `maximumBytes` are kept between two takings; the rest is dropped, and a line says so.
package final class ProcessOutput: @unchecked Sendable {
    static let maximumBytes = 4 << 20

    private let descriptor: Int32
    private let lock = NSLock()
    private var bytes: [UInt8] = []
    private var dropped = 0
    private var isAtEnd = false

    package init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        Thread.detachNewThread { self.follow() }
    }

    /// The lines written since the last call, all that are in the pipe by now.
    package func takeLines() -> [String] {
        lock.withLock {
            readAvailable()
            // A line that is not whole yet stays, unless no more can come.
            let end = isAtEnd ? bytes.count : (bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
            var lines = bytes[..<end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            bytes.removeFirst(end)
            if dropped > 0 { lines.append("(\(dropped) further bytes of output were dropped)") }
            dropped = 0
            return lines
        }
    }

    private func follow() {
        while true {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = Glibc.poll(&poll, 1, -1)
            if lock.withLock({
                readAvailable()
                return isAtEnd
            }) {
                break
            }
        }
        close(descriptor)
    }

    private func readAvailable() {
        guard !isAtEnd else { return }
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { room in
            while true {
                let count = read(descriptor, room.baseAddress, room.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { return }
                guard count > 0 else {
                    isAtEnd = true
                    return
                }
                let kept = min(count, Self.maximumBytes - bytes.count)
                bytes += room[..<kept]
                dropped += count - kept
            }
        }
    }
}
