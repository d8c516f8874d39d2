import AWSClient
import Bytes
import JSON
import Support
import Testing

/// Responses of Bedrock for one of Anthropic's models, and a client that calls a scripted one.
enum ScriptedModel {
    static let text = "Lone Star suits you. It is close, and the price is right."

    /// The response of a model that writes `text`.
    static func response(_ text: String = text, stop: String = "end_turn", usage: (Int, Int) = (412, 63))
        -> ScriptedServer.Step
    {
        response(content: [["type": "text", "text": .string(text)]], stop: stop, usage: usage)
    }

    /// The response of a model whose message has these blocks.
    static func response(
        content: [JSONValue], stop: String = "end_turn", usage: (Int, Int) = (412, 63)
    ) -> ScriptedServer.Step {
        .answer(200, ["Content-Type": "application/json"], body: message(content, stop: stop, usage: usage))
    }

    static func message(_ content: [JSONValue], stop: String, usage: (Int, Int)) -> String {
        let body: JSONValue = [
            "id": "msg_1", "type": "message", "role": "assistant", "model": "claude",
            "content": .array(content), "stop_reason": .string(stop),
            "usage": ["input_tokens": .number("\(usage.0)"), "output_tokens": .number("\(usage.1)")],
        ]
        return body.text
    }

    /// An error as Bedrock sends it; its message is what must never be seen outside.
    static func error(_ status: Int, _ type: String, message: String = secret) -> ScriptedServer.Step {
        .answer(
            status, ["x-amzn-ErrorType": "\(type):http://internal.amazon.com/coral/com.amazon.coral.service/"],
            body: JSONValue.object([("message", .string(message))]).text)
    }

    static let secret = "SECRET-TEXT-OF-AWS The Canonical String for this request should have been POST /model"

    static func client(
        _ server: ScriptedServer, model: Bedrock.Model = Bedrock.Model(id: "m", maximumTokens: 150),
        apiKey: String? = nil,
        retry: RetryPolicy = RetryPolicy(maximumAttempts: 3, baseMilliseconds: 2)
    ) throws -> Bedrock {
        let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "session")
        let signer = Signer(service: "bedrock", region: "us-east-1")
        return Bedrock(
            ServiceClient(
                endpoint: try #require(Endpoint(server.url)),
                authentication: apiKey.map { .bearer($0) } ?? .signature(signer, credentials), trust: .amazonRoots,
                retry: retry, maximumBodyBytes: Bedrock.maximumResponseBytes), model: model)
    }

    /// Asks a scripted model, for `milliseconds` at most.
    static func ask(_ bedrock: Bedrock, milliseconds: Int = 10_000) throws(AWSError) -> Bedrock.Message {
        try bedrock.send(
            bedrock.call(system: "S", user: "U\n\"é\""), deadline: .now().advanced(milliseconds: milliseconds))
    }
}
