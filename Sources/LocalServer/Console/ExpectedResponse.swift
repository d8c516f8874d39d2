import JSON

/// What a replay of an event must give, made of what it gave once.
struct ExpectedResponse {
    private let invocation: Invocation
    private let environment: [(String, String)]

    /// `environment` are variables that the function had, beside its defaults.
    init(_ invocation: Invocation, environment: [(String, String)]) {
        self.invocation = invocation
        self.environment = environment
    }

    /// Members of a body that differ from one run to the next: ids, and what depends on the events before.
    private static let changing: Set = ["requestId", "cached", "source"]

    var json: JSONValue {
        let variables = environment.map { (name: $0, value: JSONValue.string($1)) }
        let tail: [(name: String, value: JSONValue)] = variables.isEmpty ? [] : [("environment", .object(variables))]
        if case .failed(let type, _) = invocation.outcome {
            return .object([("function", .string(invocation.function)), ("errorType", .string(type))] + tail)
        }
        let response = try? JSONValue(parsing: invocation.payload)
        var members: [(name: String, value: JSONValue)] = [("function", .string(invocation.function))]
        for name in ["statusCode", "headers", "multiValueHeaders", "isBase64Encoded"] {
            if let value = response?[name] { members.append((name, value)) }
        }
        return .object(members + [("body", body(response?["body"]))] + tail)
    }

    private func body(_ body: JSONValue?) -> JSONValue {
        guard let text = body?.string, !text.isEmpty else { return .null }
        guard let json = try? JSONValue(parsing: Array(text.utf8)) else { return .string(text) }
        guard let members = json.members else { return json }
        // The template answered in the model's place: without the fault the model does.
        let isFallback = json["fallback"]?.bool == true
        return .object(
            members.compactMap { name, value in
                if isFallback, name == "fallback" { return nil }
                let isChanging = Self.changing.contains(name) || isFallback && name == "explanation"
                return (name, isChanging ? "*" : value)
            })
    }
}
