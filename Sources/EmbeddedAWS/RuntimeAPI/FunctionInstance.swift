import Bytes
import Foundation

/// One running process of a function and the Runtime API that it talks to: what Lambda calls an execution environment.
///
/// Once it has ended (crash, timeout, failed initialisation) it stays ended: the next event needs a new instance.
package final class FunctionInstance {
    /// Lambda's own limit for the initialisation.
    static let initializationMilliseconds = 10_000

    /// How an event was answered, and what it took.
    package struct Result {
        package enum Answer {
            /// The bytes that the function answered.
            case response([UInt8])
            /// An error that the function or the platform reported.
            case error(type: String, message: String)
        }
        package var answer: Answer
        /// From the event being handed out to the answer read whole; nil where there was none.
        package var milliseconds: Double?
        /// Lines written on standard output and error.
        package var log: [String]
        /// In KiB; nil if the process had ended before it could be asked.
        package var peakMemory: Int?
    }

    private let endpoint: RuntimeAPIEndpoint
    private let server: HTTPServer
    private let process: ChildProcess
    /// From the start of the process to its first `/next`; nil if that did not come.
    package private(set) var initMilliseconds: Double?
    /// Whether the process has ended.
    private(set) var isOver = false
    private var isInitialized = false

    /// Starts the program. `environment` is made for the address of the Runtime API. Throws `ChildProcess.Failure` or
    /// `HTTPServer.Failure`.
    package init(name: String, program: String, environment: (_ runtimeAPI: String) -> [(String, String)]) throws {
        let endpoint = RuntimeAPIEndpoint(functionName: name)
        let server = try HTTPServer(handler: endpoint)
        server.start()
        let process: ChildProcess
        do {
            process = try ChildProcess(program, environment: environment(server.address))
        } catch {
            server.stop()
            throw error
        }
        self.endpoint = endpoint
        self.server = server
        self.process = process
        Thread.detachNewThread { endpoint.processEnded(process.wait()) }
    }

    deinit { end() }

    /// Waits for the first `/next`, at most Lambda's limit. False if it does not come.
    package func initialize() -> Bool {
        guard !isInitialized else { return !isOver }
        isInitialized = true
        let limit = process.started.advanced(milliseconds: Self.initializationMilliseconds)
        guard let first = endpoint.waitForFirstNext(until: limit) else { return false }
        initMilliseconds = Double(first.nanoseconds - process.started.nanoseconds) / 1e6
        return true
    }

    /// Gives the event to the process and waits for the answer, at most `timeoutMilliseconds`.
    package func invoke(_ event: [UInt8], timeoutMilliseconds: Int) -> Result {
        guard initialize() else { return failedInitialization() }
        endpoint.begin(event, timeoutMilliseconds: timeoutMilliseconds)
        let invocation = endpoint.waitForOutcome()
        guard let invocation, let outcome = invocation.outcome else {
            return over(
                .error(
                    type: "Sandbox.Timedout",
                    message:
                        "Task timed out after \(Double(timeoutMilliseconds) / 1000) seconds; the process was killed"))
        }
        var milliseconds: Double?
        if let from = invocation.handedOut, let to = invocation.answered {
            milliseconds = Double(to.nanoseconds - from.nanoseconds) / 1e6
        }
        switch outcome {
        case .response(let bytes): return finished(.response(bytes), milliseconds)
        case .error(let type, let body):
            return finished(.error(type: type, message: FunctionErrorBody.message(body)), milliseconds)
        case .initializationError: return failedInitialization()
        case .exited(let how):
            return over(.error(type: "Runtime.ExitError", message: "Runtime exited with error: \(how)"))
        }
    }

    /// Processor time used so far, in microseconds.
    package var processorTime: Int? { process.processorTime }
    /// The most memory held so far, in KiB.
    package var peakMemory: Int? { process.peakMemory }

    /// Whether the process has ended, of itself or killed.
    package var hasEnded: Bool { isOver || endpoint.exitStatus != nil }

    /// Kills the process. Called at the latest when the object goes away.
    package func end() {
        guard !isOver else { return }
        isOver = true
        process.kill()
        server.stop()
    }

    /// An invocation is over when the process asks for the next event: it may log until then.
    private func finished(_ answer: Result.Answer, _ milliseconds: Double?) -> Result {
        endpoint.waitUntilIdle(until: Instant.now().advanced(milliseconds: 1000))
        return Result(
            answer: answer, milliseconds: milliseconds, log: process.output.takeLines(), peakMemory: process.peakMemory)
    }

    private func over(_ answer: Result.Answer) -> Result {
        let peak = process.peakMemory
        end()
        endpoint.waitUntilExit(until: Instant.now().advanced(milliseconds: 1000))
        return Result(answer: answer, milliseconds: nil, log: process.output.takeLines(), peakMemory: peak)
    }

    private func failedInitialization() -> Result {
        // A process that reported why it cannot start is about to end by itself, and may still log.
        endpoint.waitUntilExit(until: Instant.now().advanced(milliseconds: 200))
        switch (endpoint.reportedInitializationError, endpoint.exitStatus) {
        case (.initializationError(let type, let body), _):
            return over(.error(type: type, message: "initialisation failed: \(FunctionErrorBody.message(body))"))
        case (_, let how?):
            return over(
                .error(type: "Runtime.ExitError", message: "the process ended before it asked for an event: \(how)"))
        default:
            let seconds = Self.initializationMilliseconds / 1000
            return over(
                .error(type: "Sandbox.Timedout", message: "no /next within \(seconds) s; the process was killed"))
        }
    }
}
