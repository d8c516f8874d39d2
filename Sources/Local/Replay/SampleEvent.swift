import APIGateway
import Configuration
import Foundation
import JSON
import Terminal

/// An event of the developer's: the JSON that Lambda would get, and the answer that is expected of it.
struct SampleEvent {
    /// The file's name without `.json`.
    let name: String
    let bytes: [UInt8]
    /// Which function it goes to.
    let function: String
    /// What stands in `NAME.expected.json` beside it; nil if there is no such file.
    private(set) var expectation: Expectation?
    /// Variables that the function must have for this answer: `environment` in the expected answer.
    let environment: [(String, String)]

    /// Names the instance that it goes to: events of one function and environment share one.
    var instance: String { "\(function) \(environment)" }

    /// The event as it is judged when models fail on purpose: where an explanation is expected, any will do.
    var expectingAnyExplanation: SampleEvent {
        var event = self
        if function == "MatchExplainer", expectation?.status == 200 { event.expectation = .anyExplanation }
        return event
    }

    /// Reads the event and its expected answer. Throws `Problem`.
    init(path: String) throws(Problem) {
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

    private static func environment(_ expected: JSONValue, in path: String) throws(Problem) -> [(String, String)] {
        guard let given = expected["environment"] else { return [] }
        var variables: [(String, String)] = []
        for (name, value) in given.members ?? [("", .null)] {
            guard let text = value.string, !name.isEmpty else {
                throw Problem("\(path): environment must be an object of strings")
            }
            variables.append((name, text))
        }
        return variables
    }

    /// The events at `paths`, or all in `folder`, sorted by name. Expected answers and the schools are no events.
    static func load(_ paths: [String], folder: String) throws(Problem) -> [SampleEvent] {
        var paths = paths
        if paths.isEmpty {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
                throw Problem("the folder \(folder) cannot be read: name the one with the events by --events DIR")
            }
            // By name, not by file name: a name comes before those that go on after it.
            paths = names.filter { $0.hasSuffix(".json") }.map { $0.dropLast(5) }.sorted().map {
                "\(folder)/\($0).json"
            }
        }
        paths.removeAll { $0.hasSuffix(".expected.json") || $0 == "schools.json" || $0.hasSuffix("/schools.json") }
        guard !paths.isEmpty else { throw Problem("there is no event to replay in \(folder)") }
        var events: [SampleEvent] = []
        for path in paths { events.append(try SampleEvent(path: path)) }
        return events
    }

    /// Returns the function that serves the event's route; the first one for an event of no route, which any must refuse.
    static func function(serving event: [UInt8]) -> String {
        let route = event.withUnsafeBytes { bytes -> Route? in
            guard let request = try? ProxyRequest(bytes) else { return nil }
            let own = Route.all.filter { $0.method == request.method }
            return request.first(of: own) { $0 } ?? request.first(of: Route.all) { $0 }
        }
        return (route ?? Route.all[0]).function
    }
}
