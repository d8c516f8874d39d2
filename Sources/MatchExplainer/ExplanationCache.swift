import AWSClient
import Bytes
import LambdaRuntime
import Matching

/// Explanations by the digest of the call that asks for them, so that the same call is never paid for twice: in memory, else
/// in a table that all instances share.
///
/// A table that fails costs a WARN line and at most `maximumMilliseconds`, never an explanation.
final class ExplanationCache {
    private var memory: MemoryCache
    private let table: TableCache?
    private let log: Log

    /// Milliseconds that looking up and storing may add to one request, together.
    private static let maximumMilliseconds = 150
    private static let lookUpMilliseconds = 100

    init(memory: MemoryCache, table: TableCache?, log: Log) {
        self.memory = memory
        self.table = table
        self.log = log
    }

    /// One request's use of the cache. Looking up uses time that storing then does not have.
    struct Session {
        let key: String
        fileprivate var millisecondsLeft = ExplanationCache.maximumMilliseconds
        fileprivate var failed = false

        init(key: String) { self.key = key }
    }

    /// Returns the explanation under the session's key, if there is one that passes `check`.
    func lookUp(_ session: inout Session, _ check: ExplanationCheck) -> String? {
        if let text = memory[session.key] { return text }
        guard let table else { return nil }
        let start = Instant.now()
        defer { session.millisecondsLeft -= Instant.now().milliseconds(since: start) }
        do {
            let deadline = start.advanced(milliseconds: Self.lookUpMilliseconds)
            // Whoever can write to the table is trusted no more than the model.
            guard let entry = try table.get(session.key, deadline: deadline),
                case .success(let text) = check.check(entry.text)
            else { return nil }
            memory.store(text, for: session.key, lifetime: entry.secondsLeft)
            return text
        } catch {
            session.failed = true
            warn("the shared explanations could not be read", error)
            return nil
        }
    }

    /// Stores a model's explanation. A table that failed in this session is not tried again.
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
