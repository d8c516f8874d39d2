import Bytes
import EmbeddedAWS
import Terminal

/// A process of a function, and the endpoint of AWS's services that it alone calls: so each call is known to be one of
/// its current invocation.
///
/// Used by one thread at a time: the one that the pool gave it to.
final class Worker: @unchecked Sendable {
    let instance: FunctionInstance
    /// The launcher that started it.
    let generation: Int
    private let recorder: ServiceRecorder?
    private let server: HTTPServer?
    /// Whether it has had no event yet.
    private var isNew = true

    init(_ instance: FunctionInstance, generation: Int, recorder: ServiceRecorder?, server: HTTPServer?) {
        self.instance = instance
        self.generation = generation
        self.recorder = recorder
        self.server = server
    }

    // The instance kills its process.
    deinit { server?.stop() }

    /// What became of an event.
    enum Ending {
        /// The function is done with it.
        case over(Invocation)
        /// The process ended before it had read the event.
        case unread(Invocation)
        /// The caller's time is over, and the function runs on. `finish` must be called.
        case running(Invocation)
    }

    /// Runs an event, at most until `limit`. The process is killed after `timeoutMilliseconds`.
    func run(_ event: [UInt8], function: String, timeoutMilliseconds: Int, until limit: Instant) -> Ending {
        _ = recorder?.take()
        let isCold = isNew
        isNew = false
        let result = instance.invoke(event, timeoutMilliseconds: timeoutMilliseconds, until: limit)
        var invocation = Invocation(function, event: event, result, in: self, isCold: isCold)
        invocation.timeoutMilliseconds = timeoutMilliseconds == Launcher.patience ? nil : timeoutMilliseconds
        guard let result else { return .running(invocation) }
        return result.isUnread ? .unread(invocation) : .over(invocation)
    }

    /// Waits until the function is done with an event that nobody waits for.
    func finish() -> FunctionInstance.Result { instance.finish() }

    /// Waits until the process asks for an event. Returns why it does not, or nil.
    func initialize() -> String? {
        guard !instance.initialize() else { return nil }
        // It returns at once, with the reason.
        switch instance.invoke([], timeoutMilliseconds: 1).outcome {
        case .error(let type, let message): return "\(type): \(message)"
        case .response: return "it responded before it was asked"
        }
    }

    /// Returns the calls since the last taking; nil if they are not seen.
    func takeCalls() -> [ServiceCall]? { recorder?.take() }

    /// Ends the process.
    func end() {
        instance.kill()
        server?.stop()
    }
}
