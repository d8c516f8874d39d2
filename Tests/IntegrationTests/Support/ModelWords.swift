import Foundation
import Support
import Synchronization

/// The words of ministack's models: it calls these servers in OpenAI's form. Its own words hold numbers that are no facts, and so
/// would never be passed on.
enum ModelWords {
    private static let text = Mutex("")

    /// Says the same every time.
    static let plain = server { "The school suits you, and a visit will show whether you like it." }

    /// Says what a test told it.
    static let told = server { text.withLock { $0 } }

    private static func server(_ words: @escaping @Sendable () -> String) -> ScriptedServer {
        ScriptedServer { _ in [completion(words()), .close] }
    }

    private static func completion(_ words: String) -> ScriptedServer.Step {
        let completion: [String: Any] = [
            "choices": [["index": 0, "message": ["role": "assistant", "content": words]]],
            "usage": ["prompt_tokens": 301, "completion_tokens": 41],
        ]
        let data = (try? JSONSerialization.data(withJSONObject: completion)) ?? Data()
        return .answer(200, ["Content-Type": "application/json"], body: String(decoding: data, as: UTF8.self))
    }

    /// From now on the models of `Ministack.speaking` say `words`.
    static func say(_ words: String) { text.withLock { $0 = words } }
}
