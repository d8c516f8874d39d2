import Glibc

/// What a process writes to its pipe, taken line by line. The process blocks when the pipe is full: `read` must be
/// called now and then while it runs.
///
/// At most `maximumBytes` are kept between two takings. The rest is dropped, and a line says so.
package final class ProcessOutput {
    static let maximumBytes = 4 << 20

    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var dropped = 0
    private var isAtEnd = false

    /// Takes over the reading end of the pipe.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Returns the lines written since the last call, with all that are in the pipe by now.
    package func takeLines() -> [String] {
        read()
        // A line that is not whole yet stays, unless its rest was dropped or no more can come.
        let end = isAtEnd || dropped > 0 ? bytes.count : (bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        var lines = bytes[..<end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        if dropped > 0 { lines.append("(\(dropped) further bytes of output were dropped)") }
        bytes.removeFirst(end)
        dropped = 0
        return lines
    }

    /// Waits until there is something to read, at most so long.
    func wait(milliseconds: Int32) {
        guard !isAtEnd else {
            _ = poll(nil, 0, milliseconds)
            return
        }
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, milliseconds)
    }

    /// Reads the bytes that are in the pipe.
    func read() {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { room in
            while !isAtEnd {
                let count = Glibc.read(descriptor, room.baseAddress, room.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN { return }
                let kept = min(max(count, 0), Self.maximumBytes - bytes.count)
                bytes += room[..<kept]
                dropped += max(count, 0) - kept
                isAtEnd = count <= 0
            }
        }
    }
}
