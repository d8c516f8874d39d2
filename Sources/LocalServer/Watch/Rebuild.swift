import EmbeddedAWS
import Foundation
import Synchronization
import Terminal

/// Builds the functions again when a source has changed, one build at a time, on a thread of its own.
package final class Rebuild: Sendable {
    /// How the last build went.
    package enum State: Sendable {
        case built
        case building
        /// The lines that say why.
        case failed([String])
    }

    /// Lines of a failed build that are kept.
    static let maximumLines = 60

    private let command: String
    private let environment: [(String, String)]
    private let finish: @Sendable () throws -> Void
    private let show: @Sendable (State) -> Void
    private let state = Mutex<State>(.built)
    private let isDirty = DispatchSemaphore(value: 0)

    /// `command` is the program that builds. After each build that succeeds `finish` is called, and `show` whenever the
    /// state changes.
    package init(
        command: String, environment: [(String, String)], finish: @escaping @Sendable () throws -> Void,
        show: @escaping @Sendable (State) -> Void
    ) {
        self.command = command
        self.environment = environment
        self.finish = finish
        self.show = show
    }

    /// The first line of the last build's errors; nil if it went well.
    package var error: String? {
        guard case .failed(let lines) = state.withLock({ $0 }) else { return nil }
        return lines.first
    }

    /// How the last build went.
    package var current: State { state.withLock { $0 } }

    /// Starts the thread that builds.
    package func start() {
        Thread.detachNewThread { [self] in
            while true {
                isDirty.wait()
                // What has changed before this build is in it.
                while isDirty.wait(timeout: .now()) == .success {}
                set(.building)
                set(build())
            }
        }
    }

    /// Asks for a build.
    package func request() { isDirty.signal() }

    private func set(_ new: State) {
        state.withLock { state in
            // Until a build succeeds, the errors of the one before are what is wrong.
            if case .building = new, case .failed = state { return }
            state = new
        }
        show(new)
    }

    private func build() -> State {
        let lines: [String]
        do {
            let process = try ChildProcess(command, environment: environment)
            let end = process.wait()
            lines = process.output.takeLines()
            guard end != "exit status 0" else {
                try finish()
                return .built
            }
        } catch { return .failed(["\(error)"]) }
        // Paths from here on: as a developer types them.
        let here = "\(FileManager.default.currentDirectoryPath)/"
        let errors = lines.filter { $0.contains("error:") }.map {
            $0.hasPrefix(here) ? String($0.dropFirst(here.count)) : $0
        }
        return .failed(
            Array((errors.isEmpty ? lines.suffix(Self.maximumLines) : errors[...]).prefix(Self.maximumLines)))
    }
}
