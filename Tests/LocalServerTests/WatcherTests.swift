import Foundation
import Support
import Synchronization
import Testing

@testable import LocalServer

@Suite struct WatcherTests {
    @Test(
        arguments: [
            ("Sources/GetSchools/A.swift", .source), ("Package.swift", .source), ("Sources/CCurl/shim.h", .source),
            ("Sources/Site/schools.html", .page), ("Sources/Deploy/template.yaml", nil), ("README.md", nil),
            (".env", .variables), ("Events/schools.json", .event("Events/schools.json")),
            ("Sources/A/.A.swift.swp", nil),
            ("Sources/A/A.swift~", nil), ("Sources/A/.#A.swift", nil),
        ] as [(String, Watcher.Change?)])
    func tellsWhatAChangeMeans(path: String, change: Watcher.Change?) {
        #expect(Watcher(pages: "Sources/Site", events: "Events").change(path) == change)
    }

    @Test func seesFilesInOldAndNewFolders() throws {
        let folder = try TemporaryFolder()
        let watch = try FolderWatch([folder.path], flat: [])
        try folder.write("a.txt", "1")
        #expect(watch.next().contains("\(folder.path)/a.txt"))
        try FileManager.default.createDirectory(atPath: "\(folder.path)/new/deep", withIntermediateDirectories: true)
        #expect(watch.next().contains("\(folder.path)/new"))
        try folder.write("new/b.txt", "1")
        #expect(watch.next().contains("\(folder.path)/new/b.txt"))
        try folder.write("new/b.txt", "2")
        #expect(watch.next().contains("\(folder.path)/new/b.txt"))
        try FileManager.default.removeItem(atPath: "\(folder.path)/a.txt")
        #expect(watch.next() == ["\(folder.path)/a.txt"])
    }
}
