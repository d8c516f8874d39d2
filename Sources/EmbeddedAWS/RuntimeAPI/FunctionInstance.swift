import Bytes
import Glibc
import JSON

/// A running process of a function and the Runtime API that it talks to: Lambda calls it an execution environment.
///
/// Once it has ended (crash, timeout, failed initialisation) it stays ended: the next event needs a new instance.
package final class FunctionInstance {
    /// Lambda's own limit for the initialisation.
    package static let initializationMilliseconds = 10_000

    /// What became of an event, and what that took.
    package struct Result {
        package enum Outcome {
            /// The bytes of the function's response.
            case response([UInt8])
            /// An error that the function or the platform reported.
            case error(type: String, message: String)
        }
        package var outcome: Outcome
        /// From the event being sent to the response being read whole, or to the timeout; nil if there was neither.
        package var milliseconds: Double?
        /// Lines written on standard output and error.
        package var log: [String]
        /// The bytes that a caller of Lambda gets: the response, or the JSON of the error.
        package var payload: [UInt8]
        /// Whether the process ended before it had read the event: then another one can have it.
        package var isUnread = false
    }

    /// The process could not be started.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Nil if somebody else starts the process.
    let process: ChildProcess?
    let server: RuntimeAPIServer
    private let initializationMilliseconds: Int
    private let created = Instant.now()
    private var lastPeakMemory: Int?
    /// The function's time for the current event, and when it is over.
    private var timeoutMilliseconds = 0
    private var deadline = Instant.now()

    /// Starts the program. `environment` is called with the address of the Runtime API.
    package init(
        name: String, program: String, arguments: [String] = [],
        initializationMilliseconds: Int = FunctionInstance.initializationMilliseconds,
        environment: (_ runtimeAPI: String) -> [(String, String)]
    ) throws(Failure) {
        self.initializationMilliseconds = initializationMilliseconds
        do {
            server = try RuntimeAPIServer(functionName: name)
            process = try ChildProcess(program, arguments: arguments, environment: environment(server.address))
        } catch { throw Failure(description: "\(error)") }
    }

    /// Serves a process that somebody else starts, whenever they do, and as often. `announce` is called with the
    /// address of the Runtime API.
    package init(
        name: String, startedElsewhere announce: (_ runtimeAPI: String) -> Void, initializationMilliseconds: Int
    ) throws(Failure) {
        self.initializationMilliseconds = initializationMilliseconds
        process = nil
        do { server = try RuntimeAPIServer(functionName: name) } catch { throw Failure(description: "\(error)") }
        announce(server.address)
    }

    deinit { kill() }

    /// Lambda's id of the invocation: the current or the last one.
    package var requestID: String { server.api.requestID }
    /// The id of the process; nil if somebody else starts it.
    package var pid: pid_t? { process?.pid }
    /// From the start of the process to its first `/next`; nil before that.
    package var initMilliseconds: Double? {
        guard let process else { return nil }
        return server.firstNext.map { Self.milliseconds(from: process.started, to: $0) }
    }
    /// The processor time used so far, in microseconds; nil once the process has ended.
    package var processorTime: Int? { process?.processorTime }
    /// The most memory held so far, in KiB; nil if the process ended before it could be asked.
    package var peakMemory: Int? { process?.peakMemory ?? lastPeakMemory }
    /// How much of files is in its memory now, in KiB, and the bytes that it has read of disks; nil once it has ended.
    package var fileMemory: Int? { process?.fileMemory }
    package var bytesRead: Int? { process?.bytesRead }
    /// Whether the process has ended, by itself or killed.
    package var hasEnded: Bool { process?.checkEnd() != nil }
    /// Whether the process has ended, or has been killed and will.
    package var isEnding: Bool { hasEnded || process?.isDying == true }

    /// Stops the process before it gets its first event, until a debugger or SIGCONT lets it go on: its Runtime API is
    /// not served before the first event.
    package func pause() { if let process { _ = Glibc.kill(process.pid, SIGSTOP) } }

    /// Waits for the first `/next`, at most for the limit. Returns false if it does not come.
    package func initialize() -> Bool {
        serve(until: (process?.started ?? created).advanced(milliseconds: initializationMilliseconds)) {
            server.firstNext != nil || server.api.initializationError != nil
        }
        return server.firstNext != nil
    }

    /// Gives the event to the process and waits for the response, at most `timeoutMilliseconds`. Then the process is
    /// killed.
    package func invoke(_ event: [UInt8], timeoutMilliseconds: Int) -> Result {
        guard let failure = begin(event, timeoutMilliseconds: timeoutMilliseconds) else { return finish() }
        return failure
    }

    /// Gives the event to the process, as `invoke` does, but returns nil at `limit` if it has not responded: then
    /// `finish` must be called.
    package func invoke(_ event: [UInt8], timeoutMilliseconds: Int, until limit: Instant) -> Result? {
        if let failure = begin(event, timeoutMilliseconds: timeoutMilliseconds) { return failure }
        let left = min(limit, deadline).milliseconds(since: .now())
        guard waitForOutcome(milliseconds: left) == nil, process?.checkEnd() == nil, Instant.now() < deadline else {
            return finish()
        }
        return nil
    }

    /// Returns why the process cannot have the event, or nil.
    private func begin(_ event: [UInt8], timeoutMilliseconds: Int) -> Result? {
        guard initialize() else { return failedInitialization() }
        self.timeoutMilliseconds = timeoutMilliseconds
        deadline = .now().advanced(milliseconds: timeoutMilliseconds)
        server.begin(event, timeoutMilliseconds: timeoutMilliseconds)
        return nil
    }

    /// Waits for the response to the current event, as long as the function has time. Then the process is killed.
    package func finish() -> Result {
        switch waitForOutcome(milliseconds: max(0, deadline.milliseconds(since: .now()))) {
        case .response(let bytes): return result(.response(bytes), bytes, responseMilliseconds)
        case .error(let type, let body):
            return result(.error(type: type, message: Self.message(body)), body, responseMilliseconds)
        case nil: break
        }
        guard let end = process?.checkEnd() else { return timedOut() }
        var result = over("Runtime.ExitError", "Runtime exited with error: \(end)")
        result.isUnread = server.eventWasUnread
        return result
    }

    /// Returns the lines that the process has written and no result has.
    package func takeLog() -> [String] { process?.output.takeLines() ?? [] }

    /// Kills the process. Called at the latest when the object is destroyed.
    package func kill() {
        guard let process else { return }
        lastPeakMemory = peakMemory
        process.kill()
        _ = process.wait()
    }

    /// Waits for the outcome and then for the next `/next`: until then the invocation is not over, and the process may
    /// log.
    func waitForOutcome(milliseconds: Int) -> RuntimeAPI.Outcome? {
        serve(until: .now().advanced(milliseconds: milliseconds)) { server.api.outcome != nil }
        if server.api.outcome != nil { serve(until: .now().advanced(milliseconds: 1000)) { server.isIdle } }
        return server.api.outcome
    }

    /// From the event being sent to the response being read whole.
    var responseMilliseconds: Double { Self.milliseconds(from: server.handedOut, to: server.answered) }

    /// Waits for the end of the process and returns how it ended, or nil if it runs on.
    func waitForEnd(milliseconds: Int) -> String? {
        serve(until: .now().advanced(milliseconds: milliseconds)) { false }
        return process?.checkEnd()
    }

    /// Serves the process until `isDone`, its end, or `limit`.
    private func serve(until limit: Instant, _ isDone: () -> Bool) {
        while !isDone(), Instant.now() < limit {
            if server.serve(milliseconds: 10) { continue }
            process?.output.read()
            if hasEnded {
                // What it sent before that is still there, and so is the news whether it had read the event.
                while server.serve(milliseconds: 0) {}
                return
            }
        }
    }

    private func result(
        _ outcome: Result.Outcome, _ payload: [UInt8], _ milliseconds: Double? = nil
    ) -> Result {
        Result(outcome: outcome, milliseconds: milliseconds, log: takeLog(), payload: payload)
    }

    private func over(_ type: String, _ message: String) -> Result {
        kill()
        return result(.error(type: type, message: message), RuntimeAPI.error(type, message))
    }

    /// Kills the process. The caller and the log get what Lambda tells them.
    private func timedOut() -> Result {
        let hundredths = timeoutMilliseconds / 10
        let seconds = "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
        let text = "Task timed out after \(seconds) seconds"
        var time = ByteBuffer()
        UTCTime.now().appendRFC3339(to: &time)
        var result = over("Sandbox.Timedout", "RequestId: \(requestID) Error: \(text)")
        result.log.append("\(String(decoding: time.bytes, as: UTF8.self)) \(requestID) \(text)")
        result.milliseconds = Double(timeoutMilliseconds)
        return result
    }

    private func failedInitialization() -> Result {
        // A process that reported why it cannot start is about to end by itself, and may still log.
        let end = waitForEnd(milliseconds: 200)
        if case .error(let type, let body) = server.api.initializationError {
            return over(type, "initialisation failed: \(Self.message(body))")
        }
        if let end { return over("Runtime.ExitError", "the process ended before it asked for an event: \(end)") }
        let seconds = initializationMilliseconds / 1000
        return over("Sandbox.Timedout", "no /next within \(seconds) s; the process was killed")
    }

    /// Returns the `errorMessage` of the JSON that a function posts to `/error`, or the start of a body without one.
    static func message(_ body: [UInt8]) -> String {
        (try? JSONValue(parsing: body))?["errorMessage"]?.string ?? String(decoding: body.prefix(500), as: UTF8.self)
    }

    private static func milliseconds(from start: Instant, to end: Instant) -> Double {
        end.fractionalMilliseconds(since: start)
    }
}
