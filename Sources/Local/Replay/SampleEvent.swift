import APIGateway
import Configuration
import Foundation
import JSON
import Terminal

/// An event of the developer's: the JSON that Lambda would send, and the response that is expected.
struct SampleEvent {
    /// Where the project has its events.
    static let standardFolder = "Events"

    /// The file's name without `.json`.
    let name: String
    let bytes: [UInt8]
    /// The function that it is sent to.
    let function: String
    /// The content of `NAME.expected.json` beside it; nil if there is no such file.
    private(set) var expectation: Expectation?
    /// Variables that the function must have for this response: `environment` in the expected response.
    let environment: [(String, String)]

    /// Names the instance that it is sent to: events of one function and environment share one.
    var instance: String { "\(function) \(environment)" }

    /// The event for a replay in which models fail on purpose: any explanation will do where one is expected.
    var expectingAnyExplanation: SampleEvent {
        var event = self
        if function == Route.explainMatch.function, expectation?.status == 200 { event.expectation = .anyExplanation }
        return event
    }

    /// Reads the event and its expected response.
    init(path: String) throws(CommandFailure) {
        let bytes = try TextFile.json(path).bytes
        self.bytes = bytes
        let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
        name = stem.split(separator: "/").last.map(String.init) ?? stem
        let expected = "\(stem).expected.json"
        guard FileManager.default.fileExists(atPath: expected) else {
            function = Self.function(serving: bytes)
            expectation = nil
            environment = []
            return
        }
        let wanted = try TextFile.json(expected).value
        expectation = Expectation(wanted)
        environment = try Self.environment(wanted, in: expected)
        function = wanted["function"]?.string ?? Self.function(serving: bytes)
    }

    private static func environment(
        _ expected: JSONValue, in path: String
    ) throws(CommandFailure) -> [(String, String)] {
        guard let given = expected["environment"] else { return [] }
        var variables: [(String, String)] = []
        for (name, value) in given.members ?? [("", .null)] {
            guard let text = value.string, !name.isEmpty else {
                throw CommandFailure("\(path): environment must be an object of strings")
            }
            variables.append((name, text))
        }
        return variables
    }

    /// Returns the events at `paths`, or else all in `folder`, sorted by name. Expected responses and the file of
    /// schools are not events.
    static func load(_ paths: [String], folder: String) throws(CommandFailure) -> [SampleEvent] {
        var paths = paths
        if paths.isEmpty {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw CommandFailure(
                    "the folder \(folder) cannot be read: name the one with the events by --events DIR")
            }
            // By name and not by file name: a name comes before those that it is the start of.
            paths = names.filter { $0.hasSuffix(".json") }.map { $0.dropLast(5) }.sorted().map {
                "\(folder)/\($0).json"
            }
        }
        paths.removeAll { $0.hasSuffix(".expected.json") || $0 == "schools.json" || $0.hasSuffix("/schools.json") }
        guard !paths.isEmpty else { throw CommandFailure("there is no event to replay in \(folder)") }
        var events: [SampleEvent] = []
        for path in paths { events.append(try SampleEvent(path: path)) }
        return events
    }

    /// Returns the function that serves the event's route; the first one for an event of no route, which any must
    /// refuse.
    static func function(serving event: [UInt8]) -> String {
        let route = event.withUnsafeBytes { bytes -> Route? in
            guard let request = try? ProxyRequest(bytes) else { return nil }
            let own = Route.all.filter { $0.method == request.method }
            return request.first(of: own) { $0 } ?? request.first(of: Route.all) { $0 }
        }
        return (route ?? Route.all[0]).function
    }
}
