import Foundation
import Support
import Synchronization

/// The words of the models of `Ministack.speaking`, which calls this server in OpenAI's form.
enum ScriptedModel {
    private static let text = Mutex("")

    static let server = ScriptedServer { _ in
        let completion: [String: Any] = [
            "choices": [["index": 0, "message": ["role": "assistant", "content": text.withLock { $0 }]]],
            "usage": ["prompt_tokens": 301, "completion_tokens": 41],
        ]
        let data = (try? JSONSerialization.data(withJSONObject: completion)) ?? Data()
        return [
            .answer(200, ["Content-Type": "application/json"], body: String(decoding: data, as: UTF8.self)), .close,
        ]
    }

    /// From now on the models say `words`.
    static func say(_ words: String) { text.withLock { $0 = words } }
}
