import AWSClient
import Bytes
import LambdaRuntime
import Matching

/// The same profile and school is the same explanation: from memory, else from the shared table. A cache that fails costs a
/// WARN line and at most `maximumMilliseconds`, never an explanation.
final class ExplanationCache {
    private var memory: ExplanationMemory
    private let table: ExplanationTable?
    private let log: Log

    /// What looking up and storing may add to one request, together.
    static let maximumMilliseconds = 150
    private static let lookUpMilliseconds = 100

    init(memory: ExplanationMemory, table: ExplanationTable?, log: Log) {
        self.memory = memory
        self.table = table
        self.log = log
    }

    /// SHA-256 over all that the explanation of `match` depends on.
    static func key(_ match: MatchRequest, _ configuration: ExplainerConfiguration) -> String {
        var text = "\(configuration.cacheIdentity)\n\(match.normalized)"
        return text.withUTF8 { Hex.encode(SHA256.digest(UnsafeRawBufferPointer($0))) }
    }

    /// One request's dealings with the cache: looking up uses time that storing then does not have.
    struct Session {
        let key: String
        fileprivate var millisecondsLeft = ExplanationCache.maximumMilliseconds
        fileprivate var failed = false

        init(key: String) { self.key = key }
    }

    /// The explanation under the session's key, if there is one.
    func look(_ session: inout Session) -> String? {
        if let text = memory[session.key] { return text }
        guard let table else { return nil }
        let start = Instant.now()
        defer { session.millisecondsLeft -= Instant.now().milliseconds(since: start) }
        do {
            let deadline = start.advanced(milliseconds: Self.lookUpMilliseconds)
            // Whoever can write to the table is no more trusted than the model.
            guard let entry = try table.get(session.key, deadline: deadline),
                case .success(let text) = ExplanationCheck.check(entry.text)
            else { return nil }
            memory.store(text, for: session.key, lifetime: entry.secondsLeft)
            return text
        } catch {
            session.failed = true
            warn("the shared explanations could not be read", error)
            return nil
        }
    }

    /// Remembers a model's explanation. A table that just failed is not asked again.
    func store(_ text: String, _ session: Session) {
        memory.store(text, for: session.key)
        guard let table, !session.failed, session.millisecondsLeft > 0 else { return }
        do {
            let deadline = Instant.now().advanced(milliseconds: session.millisecondsLeft)
            try table.put(text, for: session.key, deadline: deadline)
        } catch {
            warn("an explanation could not be shared", error)
        }
    }

    private func warn(_ message: String, _ error: AWSError) {
        log.warn(
            message,
            [
                "errorType": .string(error.type), "operation": .string(error.operation), "cause": .string(error.detail),
                "advice": "check EXPLANATION_CACHE_TABLE and that the role may GetItem and PutItem",
            ])
    }
}
