import Foundation
import Support

extension ScriptedServer.Step {
    /// The response of a model that says `text`.
    static func model(_ text: String = modelText) -> Self {
        .answer(200, ["Content-Type": "application/json"], body: message(text))
    }

    static let modelText = "The school fits your goal, and the price is right."

    /// A model that says another text each time, none of them with a number.
    static func models(_ number: Int) -> Self {
        let name = String(number).compactMap { $0.wholeNumberValue.map { Array("abcdefghij")[$0] } }
        return .model("Answer \(String(name)) fits you.")
    }

    /// A message of one of Anthropic's models, as JSON.
    static func message(_ text: String) -> String {
        let message: [String: Any] = [
            "id": "msg_1", "type": "message", "role": "assistant", "content": [["type": "text", "text": text]],
            "stop_reason": "end_turn", "usage": ["input_tokens": 412, "output_tokens": 63],
        ]
        let data = try? JSONSerialization.data(withJSONObject: message)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// An error as Bedrock words it.
    static func bedrockError(_ status: Int, _ type: String) -> Self {
        .answer(
            status, ["x-amzn-ErrorType": "\(type):http://internal.amazon.com/coral/com.amazon.bedrock/"],
            body: #"{"message":"AWS says something internal"}"#)
    }
}
