import Bytes
import JSON
import Support

@testable import APIGateway

/// A whole event from a file, and the same with a field changed.
struct EventFile {
    var json: JSONValue

    /// An event of `Events/`, or of this folder's `Fixtures/`.
    init(_ name: String) throws {
        let bytes =
            try (try? Parts.file("Tests/APIGatewayTests/Fixtures/\(name).json")) ?? Parts.file("Events/\(name).json")
        json = try JSONValue(parsing: bytes)
    }

    /// The event with `value` at `path`; nil takes the field away.
    func setting(_ path: String..., to value: JSONValue?) -> EventFile {
        var event = self
        event.json = Self.replaced(json, path[...], value)
        return event
    }

    private static func replaced(_ json: JSONValue, _ path: ArraySlice<String>, _ value: JSONValue?) -> JSONValue {
        guard let name = path.first else { return json }
        let others = (json.members ?? []).filter { $0.name != name }
        let replacement = path.count == 1 ? value : replaced(json[name] ?? .object([]), path.dropFirst(), value)
        return .object(others + (replacement.map { [(name: name, value: $0)] } ?? []))
    }

    var bytes: [UInt8] { Array(json.text.utf8) }

    /// A REST event whose method and path only the event's path tells: the gateway's route is `{proxy+}`.
    static func proxied(_ method: String, _ path: String) throws -> EventFile {
        try EventFile("unknown-path").setting("httpMethod", to: .string(method)).setting("path", to: .string(path))
    }

    /// Reads the event as a request and hands it to `body`: it points into the event's bytes.
    func request<Result>(_ body: (borrowing ProxyRequest) throws -> Result) throws -> Result {
        try bytes.withUnsafeBytes { try body(try ProxyRequest($0)) }
    }
}
