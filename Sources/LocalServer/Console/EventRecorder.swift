import Foundation
import JSON
import Synchronization
import Terminal

/// Writes events and their responses as files that `replay` takes.
package final class EventRecorder: Sendable {
    private let folder: String
    private let environment: @Sendable (_ function: String) -> [(String, String)]
    private let count = Mutex(0)

    /// Writes to `folder`, which is made when it is needed. `environment` are the variables of a function that replay
    /// must set as well.
    package init(folder: String, environment: @escaping @Sendable (_ function: String) -> [(String, String)]) {
        self.folder = folder
        self.environment = environment
    }

    /// Makes the folder. It is an error if that is not possible.
    package func prepare() throws(CommandFailure) {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw CommandFailure("the folder \(folder) cannot be made: \(error.localizedDescription)")
        }
    }

    /// Writes the event of a request of the API under a name with a number, so that a replay keeps the order.
    package func record(_ done: CompletedRequest) throws(CommandFailure) {
        guard done.kind == .api, let invocation = done.invocation else { return }
        let words = done.request.path.split { !$0.isASCII || !$0.isLetter && !$0.isNumber }.dropFirst()
        let name = ([done.request.method.lowercased()] + words.map { $0.lowercased() }).joined(separator: "-").prefix(
            80)
        while true {
            let number = count.withLock { count in
                count += 1
                return count
            }
            let file = String(format: "%04d-", number) + name
            // Files of an earlier run stay.
            if try write(invocation, as: file) { return }
        }
    }

    /// Writes an event under a name of the developer's. Returns the path of the event's file.
    package func save(_ invocation: Invocation, as name: String) throws(CommandFailure) -> String {
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isPlain, (1...80).contains(name.utf8.count), name != "schools" else {
            throw CommandFailure("\(name): a name has small letters, digits and hyphens")
        }
        try prepare()
        guard try write(invocation, as: name) else {
            throw CommandFailure("\(folder)/\(name).json is there already: choose another name")
        }
        return "\(folder)/\(name).json"
    }

    /// Returns false if there is a file of that name.
    private func write(_ invocation: Invocation, as name: String) throws(CommandFailure) -> Bool {
        let event = (try? JSONValue(parsing: invocation.event))?.prettyText ?? "null"
        let expected = ExpectedResponse(invocation, environment: environment(invocation.function)).json.prettyText
        guard try create("\(name).json", event) else { return false }
        guard try create("\(name).expected.json", expected) else {
            throw CommandFailure("\(folder)/\(name).expected.json is there already")
        }
        return true
    }

    private func create(_ name: String, _ text: String) throws(CommandFailure) -> Bool {
        let path = "\(folder)/\(name)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0, errno == EEXIST { return false }
        guard descriptor >= 0 else {
            throw CommandFailure("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let reason = Array("\(text)\n".utf8).withUnsafeBytes { Descriptor.write($0, to: descriptor) }
        if let reason { throw CommandFailure("\(path) cannot be written: \(reason)") }
        return true
    }
}
