import Bytes
import JSON

/// Amazon Bedrock's InvokeModel for Anthropic's models, by the messages body.
package final class Bedrock {
    /// Which model, and what goes with every call.
    package struct Model: Sendable {
        /// A model id, an inference profile's id, or an ARN.
        package var id: String
        /// Tokens in an answer at most.
        package var maximumTokens: Int
        /// Not sent when nil: the newest models refuse it.
        package var temperature: String?
        /// The guardrail that every call names; nil for none.
        package var guardrail: (id: String, version: String)?

        /// A model and its settings.
        package init(
            id: String, maximumTokens: Int, temperature: String? = nil, guardrail: (id: String, version: String)? = nil
        ) {
            self.id = id
            self.maximumTokens = maximumTokens
            self.temperature = temperature
            self.guardrail = guardrail
        }
    }

    /// What the model answered.
    package struct Answer: Sendable {
        /// The text of the first block of type text; empty if there is none.
        package let text: String
        /// `end_turn`, `max_tokens`, `refusal` …, and `guardrail_intervened` where a guardrail wrote the text.
        package let stopReason: String
        /// Tokens of the prompt, as Bedrock counts them; 0 where it does not say.
        package let inputTokens: Int
        /// Tokens of the answer, likewise.
        package let outputTokens: Int
        /// Requests that were sent.
        package let attempts: Int
    }

    /// Milliseconds for one attempt at most: a healthy call takes two to five seconds.
    package static let attemptMilliseconds = 12_000
    /// Bytes of an answer at most: text for a few thousand tokens takes a twentieth of it.
    package static let maximumAnswerBytes = 1 << 20

    private let client: ServiceClient
    private let model: Model

    /// The service behind `client`, called for one model.
    package init(_ client: ServiceClient, model: Model) {
        self.client = client
        self.model = model
    }

    /// Opens the connection ahead of the first call; answers why it could not.
    package func connect(milliseconds: Int) -> HTTPFailure? { client.connect(milliseconds: milliseconds) }

    /// Asks the model once, with retries, and waits for the whole answer until `deadline`.
    package func invoke(system: String, user: String, deadline: Instant) throws(AWSError) -> Answer {
        let response = try client.send(
            ServiceClient.Call(
                operation: "Bedrock.InvokeModel", path: Self.path(modelID: model.id), headers: headers,
                body: body(system: system, user: user), attemptMilliseconds: Self.attemptMilliseconds),
            deadline: deadline)
        return try Answer(response)
    }

    /// Colons and slashes of an id are encoded once on the wire, as the SDKs do; the signature encodes them once more.
    package static func path(modelID: String) -> String { "/model/\(PercentEncoding.encode(modelID.utf8))/invoke" }

    private var headers: [(name: String, value: String)] {
        var headers = [(name: "accept", value: "application/json"), (name: "content-type", value: "application/json")]
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

extension Bedrock.Answer {
    /// Reads the answer of a 200. Throws an error that may not be repeated where it is not a message.
    package init(_ response: HTTPTransport.Response) throws(AWSError) {
        guard let message = try? JSONValue(parsing: response.body), let content = message["content"]?.array else {
            var error = AWSError(
                .unavailable, type: "MalformedAnswer", operation: "Bedrock.InvokeModel",
                detail: "\(response.body.count) bytes that are no message")
            error.attempts = response.attempts
            throw error
        }
        text = content.first { $0["type"]?.string == "text" && $0["text"]?.string != nil }?["text"]?.string ?? ""
        // What a guardrail puts in the answer's place looks like an answer, but for this member.
        let isBlocked = message["amazon-bedrock-guardrailAction"]?.string?.hasSuffix("INTERVENED") == true
        stopReason = isBlocked ? "guardrail_intervened" : message["stop_reason"]?.string ?? ""
        inputTokens = Self.tokens(message["usage"]?["input_tokens"], response["x-amzn-bedrock-input-token-count"])
        outputTokens = Self.tokens(message["usage"]?["output_tokens"], response["x-amzn-bedrock-output-token-count"])
        attempts = response.attempts
    }

    private static func tokens(_ member: JSONValue?, _ header: String?) -> Int {
        max(member?.integer ?? header.flatMap { Int($0) } ?? 0, 0)
    }
}
