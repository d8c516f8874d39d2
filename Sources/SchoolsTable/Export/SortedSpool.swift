import Bytes
import Foundation
import Schools
import Terminal

/// Texts by their key, given in any order and read in the order of their keys.
///
/// The texts wait in a file that has no name any more, so that it goes with the process, however that ends; memory holds the
/// keys.
final class SortedSpool {
    private let descriptor: Int32
    private let folder: String
    private var places: [(key: UTF8Key, offset: Int, count: Int)] = []
    private var length = 0
    private var buffer = ByteBuffer(capacity: 1 << 20)

    /// The file is in `folder`. Throws `CommandFailure`.
    init(in folder: String) throws(CommandFailure) {
        self.folder = folder
        var template = Array("\(folder)/.flight-school.XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Self.failure(folder) }
        unlink(template)
    }

    deinit { close(descriptor) }

    /// How many texts there are.
    var count: Int { places.count }

    /// Adds a text. Throws `CommandFailure` when the disk is full.
    func add(_ key: UTF8Key, _ text: UnsafeRawBufferPointer) throws(CommandFailure) {
        places.append((key, length, text.count))
        length += text.count
        buffer.append(text)
        if buffer.count >= 1 << 20 { try flush() }
    }

    /// Hands over every text, in the order of the keys' bytes. Throws `CommandFailure`, or what `each` throws.
    func read(_ each: (UTF8Key, UnsafeRawBufferPointer) throws -> Void) throws {
        try flush()
        places.sort { $0.key < $1.key }
        for place in places {
            buffer.removeAll(keepingAtMost: 1 << 20)
            while buffer.count < place.count {
                let have = buffer.count
                try buffer.append(room: place.count - have) { (space) throws(CommandFailure) in
                    let got = pread(descriptor, space.baseAddress, space.count, off_t(place.offset + have))
                    if got < 0, errno == EINTR { return 0 }
                    guard got > 0 else { throw Self.failure(folder) }
                    return got
                }
            }
            try each(place.key, buffer.bytes)
        }
    }

    private func flush() throws(CommandFailure) {
        guard Descriptor.write(buffer.bytes, to: descriptor) == nil else { throw Self.failure(folder) }
        buffer.removeAll(keepingAtMost: 2 << 20)
    }

    private static func failure(_ folder: String) -> CommandFailure {
        CommandFailure(
            "a temporary file in \(folder) failed: \(String(cString: strerror(errno))): free some space, or set TMPDIR to another folder"
        )
    }
}
