import Foundation
import Terminal

/// Watches the files that the local server is made of, and calls what each kind of change needs.
package struct Watcher: Sendable {
    /// What has changed.
    package enum Change: Hashable, Sendable {
        /// A file that the functions are built of.
        case source
        /// A file of the pages.
        case page
        /// The variables of the functions.
        case variables
        /// A file in the folder of events: schools, or an event.
        case event(String)
    }

    private let pages: String
    private let events: String

    /// `pages` and `events` are the folders of the pages and of the events.
    package init(pages: String, events: String) {
        self.pages = pages
        self.events = events
    }

    /// Starts to watch, on a thread of its own.
    package func start(_ changed: @escaping @Sendable (Set<Change>) -> Void) throws(CommandFailure) {
        // Made here, so that nothing that changes from now on is missed.
        let holder = Holder(try FolderWatch(["Sources", pages, events], flat: ["."]))
        Thread.detachNewThread {
            while true {
                let changes = Set(holder.watch.next().compactMap(change))
                if !changes.isEmpty { changed(changes) }
            }
        }
    }

    /// Hands the watch over to its thread.
    private struct Holder: @unchecked Sendable {
        let watch: FolderWatch
        init(_ watch: FolderWatch) { self.watch = watch }
    }

    /// Returns what the change of a file means; nil if it means nothing here.
    @Sendable func change(_ path: String) -> Change? {
        let name = path.split(separator: "/").last ?? ""
        // Editors keep copies beside the file.
        if name.hasSuffix("~") || name.hasSuffix(".swp") || name.hasPrefix(".#") { return nil }
        if path == ".env" { return .variables }
        if path.hasPrefix("\(pages)/") { return .page }
        if path.hasPrefix("\(events)/") { return .event(path) }
        let isPart =
            path.hasPrefix("Sources/") && !path.hasPrefix("Sources/Deploy/") && !path.hasPrefix("Sources/Site/")
        return isPart && !name.hasPrefix(".") || path == "Package.swift" ? .source : nil
    }
}
