import Bytes
import Foundation
import Terminal

/// Tells which files below some folders have changed. Nothing runs while nothing changes (inotify).
///
/// Used by one thread.
final class FolderWatch {
    /// A change is told once nothing else has changed for so long: editors write a file in several steps.
    static let quietMilliseconds: Int32 = 150
    /// And at the latest after so long, where something always changes.
    static let maximumMilliseconds = 1000
    private static let mask = UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)

    private let descriptor: Int32
    /// The folder of each watch.
    private var folders: [Int32: String] = [:]

    /// Watches what is in `folders` and below, and what is in `flat` itself. A folder that is not there is passed over.
    init(_ folders: [String], flat: [String]) throws(CommandFailure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else {
            throw CommandFailure("files cannot be watched (\(String(cString: strerror(errno)))): use --no-watch")
        }
        for folder in flat { watch(folder) }
        for folder in folders { watchAll(folder) }
    }

    deinit { close(descriptor) }

    /// Waits for changes and returns the paths of the files.
    func next() -> Set<String> {
        var paths = read()
        let limit = Instant.now().advanced(milliseconds: Self.maximumMilliseconds)
        var events = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while Instant.now() < limit, poll(&events, 1, Self.quietMilliseconds) > 0 { paths.formUnion(read()) }
        return paths
    }

    private func watch(_ folder: String) {
        let watch = inotify_add_watch(descriptor, folder, Self.mask)
        if watch >= 0 { folders[watch] = folder }
    }

    private func watchAll(_ folder: String) {
        watch(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where !name.hasPrefix(".") && Self.isFolder("\(folder)/\(name)") {
            watchAll("\(folder)/\(name)")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Reads the changes that are there, or waits for the first.
    private func read() -> Set<String> {
        var paths: Set<String> = []
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: MemoryLayout<inotify_event>.alignment) { room in
            let count = Glibc.read(descriptor, room.baseAddress, room.count)
            var at = 0
            let head = MemoryLayout<inotify_event>.size
            while count >= at + head {
                let event = room.load(fromByteOffset: at, as: inotify_event.self)
                let bytes = room[(at + head)..<(at + head + Int(event.len))].prefix { $0 != 0 }
                at += head + Int(event.len)
                let name = String(decoding: bytes, as: UTF8.self)
                guard let folder = folders[event.wd], !name.isEmpty else { continue }
                let path = folder == "." ? name : "\(folder)/\(name)"
                if event.mask & UInt32(IN_ISDIR) == 0 {
                    paths.insert(path)
                } else if event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0, !name.hasPrefix(".") {
                    watchAll(path)
                    paths.insert(path)
                }
            }
        }
        return paths
    }
}
