import Bytes
import EmbeddedAWS

/// What became of one event, and what that took.
package struct Invocation: Sendable {
    /// How it ended.
    package enum Outcome: Sendable {
        case response
        /// The function reported an error, crashed, or could not be started. The text is for the developer.
        case failed(type: String, message: String)
        /// There was no response in the caller's time.
        case timedOut
    }

    package let function: String
    /// Lambda's id; empty if no process had the event.
    package var requestID = ""
    package private(set) var event: [UInt8]
    package var outcome: Outcome
    /// What a caller of Lambda gets: the response, or the JSON of an error.
    package var payload: [UInt8] = []
    /// The lines that the function wrote.
    package var log: [String] = []
    /// Its calls of AWS's services; nil where those are not embedded, for then they do not pass through here.
    package var calls: [ServiceCall]? = []
    /// From the start of its process to the first `/next`, if the process was started for this event.
    package var initMilliseconds: Double?
    /// From the event being sent to the response being read.
    package var milliseconds: Double?
    /// The function's time for it; nil if no process had the event, or it has no timeout.
    package var timeoutMilliseconds: Int?
    /// In KiB.
    package var peakMemory: Int?
    /// The id of its process; nil if somebody else started that.
    package var pid: Int32?

    init(_ function: String, event: [UInt8], outcome: Outcome) {
        self.function = function
        self.event = event
        self.outcome = outcome
    }

    /// An event that no process has had.
    static func failed(_ function: String, _ event: [UInt8], _ type: String, _ message: String) -> Invocation {
        Invocation(function, event: event, outcome: .failed(type: type, message: message))
    }

    /// The event's result in an instance; nil while it runs.
    init(_ function: String, event: [UInt8], _ result: FunctionInstance.Result?, in worker: Worker, isCold: Bool) {
        let instance = worker.instance
        switch result?.outcome {
        case .response: self.init(function, event: event, outcome: .response)
        case .error(let type, let message):
            self.init(function, event: event, outcome: .failed(type: type, message: message))
        case nil: self.init(function, event: event, outcome: .timedOut)
        }
        requestID = instance.requestID
        payload = result?.payload ?? []
        log = result?.log ?? instance.takeLog()
        calls = worker.takeCalls()
        initMilliseconds = isCold ? instance.initMilliseconds : nil
        milliseconds = result?.milliseconds
        peakMemory = instance.peakMemory
        pid = instance.pid
    }

    /// Forgets what takes much memory.
    mutating func drop() { (event, payload, log) = ([], [], []) }

    /// Whether a process was started for it.
    package var isCold: Bool { initMilliseconds != nil }

    /// The error as one line for the developer; nil for a response.
    package var failure: String? {
        switch outcome {
        case .response: nil
        case .failed(let type, let message): "\(type): \(message)"
        case .timedOut: "\(function) did not respond in time"
        }
    }
}
