import Bytes
import JSON

/// Amazon Bedrock's InvokeModel for Anthropic's models, whose body is that of Anthropic's Messages API.
package final class Bedrock {
    /// Which model is called, and the settings that go with every call.
    package struct Model: Sendable {
        /// A model id, the id of an inference profile, or an ARN.
        package var id: String
        /// The tokens that a message may have at most.
        package var maximumTokens: Int
        /// Not sent when nil: the newest models refuse it.
        package var temperature: String?
        /// The guardrail that every call names; nil for none.
        package var guardrail: (id: String, version: String)?

        package init(
            id: String, maximumTokens: Int, temperature: String? = nil, guardrail: (id: String, version: String)? = nil
        ) {
            self.id = id
            self.maximumTokens = maximumTokens
            self.temperature = temperature
            self.guardrail = guardrail
        }
    }

    static let operation = "Bedrock.InvokeModel"
    /// Milliseconds for one attempt at most. A healthy call takes two to five seconds.
    private static let attemptMilliseconds = 12_000
    /// Bytes of a response at most. Text of a few thousand tokens takes a twentieth of it.
    package static let maximumResponseBytes = 1 << 20

    private let client: ServiceClient
    private let model: Model

    package init(_ client: ServiceClient, model: Model) {
        self.client = client
        self.model = model
    }

    /// Opens the connection ahead of the first call. Returns why it could not.
    package func connect() -> HTTPFailure? { client.connect() }

    /// Returns the call that asks the model: all that it is sent, so that its digest identifies the question.
    package func call(system: String, user: String) -> ServiceClient.Call {
        // Colons and slashes of an id are encoded once in the path, as the SDKs do; the signature encodes them once more.
        ServiceClient.Call(
            operation: Self.operation, path: "/model/\(PercentEncoding.encode(model.id.utf8))/invoke", headers: headers,
            body: body(system: system, user: user), attemptMilliseconds: Self.attemptMilliseconds)
    }

    /// Sends a call, with retries, and waits for the whole message until `deadline`.
    package func send(_ call: ServiceClient.Call, deadline: Instant) throws(AWSError) -> Message {
        try Message(try client.send(call, deadline: deadline))
    }

    private var headers: [(name: String, value: String)] {
        let json = "application/json"
        var headers = [(name: "accept", value: json), (name: "content-type", value: json)]
        if let guardrail = model.guardrail {
            headers.append((name: "x-amzn-bedrock-guardrailidentifier", value: guardrail.id))
            headers.append((name: "x-amzn-bedrock-guardrailversion", value: guardrail.version))
        }
        return headers
    }

    private func body(system: String, user: String) -> [UInt8] {
        var members: [(name: String, value: JSONValue)] = [
            ("anthropic_version", "bedrock-2023-05-31"), ("max_tokens", .number(String(model.maximumTokens))),
        ]
        if let temperature = model.temperature { members.append(("temperature", .number(temperature))) }
        members.append(("system", .string(system)))
        members.append(("messages", .array([.object([("role", "user"), ("content", .string(user))])])))
        return Array(JSONValue.object(members).text.utf8)
    }
}
