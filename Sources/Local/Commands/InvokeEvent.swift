import EmbeddedAWS
import Foundation
import LocalServer
import Terminal

/// The event that `local invoke` sends: a file's, a request's, or an example's.
struct InvokeEvent {
    static let options: Set = ["--event", "--get", "--example"]

    let bytes: [UInt8]
    /// Variables that the function has for an example, as `NAME=VALUE`.
    private(set) var environment: [String] = []

    /// It is an error if the options do not name one event.
    init(_ arguments: Arguments, function: String, format: EventFormat) throws {
        switch (arguments["--event"], arguments["--get"], arguments["--example"]) {
        case (let file?, nil, nil): bytes = try TextFile.json(file).bytes
        case (nil, let target?, nil): bytes = try Self.get(target, format)
        case (nil, nil, let name?):
            let event = try Self.example(name, function: function)
            bytes = event.bytes
            environment = event.environment.map { "\($0)=\($1)" }
        default: throw UsageError("invoke needs --event FILE, --get PATH or --example NAME, one of them")
        }
    }

    private static func get(_ target: String, _ format: EventFormat) throws -> [UInt8] {
        guard target.hasPrefix("/") else { throw UsageError("--get \(target): a path such as /schools?state=CA") }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let request = HTTPRequest(
            method: "GET", path: parts[0], query: parts.count > 1 ? parts[1] : "",
            headers: [("Host", "127.0.0.1"), ("User-Agent", "local invoke"), ("Accept", "application/json")])
        return Gateway.event(of: request, format: format)
    }

    /// Returns the event of that name, which must be one of the function.
    private static func example(_ name: String, function: String) throws -> SampleEvent {
        let path = "\(SampleEvent.standardFolder)/\(name).json"
        guard !name.contains("/"), name != "schools", !name.hasSuffix(".expected"),
            FileManager.default.fileExists(atPath: path)
        else {
            let events = (try? SampleEvent.load([], folder: SampleEvent.standardFolder)) ?? []
            let names = events.filter { $0.function == function }.map(\.name)
            let nearest = NearestName.find(name, in: names) ?? "none"
            throw UsageError(
                "--example \(name): no such event of \(function); the nearest of \(names.count) is \(nearest), "
                    + "and \(SampleEvent.standardFolder)/ has them all")
        }
        let event = try SampleEvent(path: path)
        guard event.function == function else {
            throw UsageError("--example \(name): this is an event of \(event.function), not of \(function)")
        }
        return event
    }
}
