import Bytes
import CPlatform
import Glibc

/// What a function does with an invocation.
package protocol LambdaHandler {
    /// Appends the answer, a JSON text, to `response`. An error thrown becomes the invocation's error; the loop goes on.
    func handle(_ invocation: borrowing Invocation, _ response: inout ByteBuffer) throws
}

/// The loop of a custom runtime: next, handle, answer, again. All of the policy is here and none of the HTTP.
///
/// An invocation is not complete, and is billed, until `/next` is called again: nothing is done between the two that can
/// wait. A handler runs once for an invocation, whatever happens to the connection.
package struct RuntimeLoop<Handler: LambdaHandler> {
    let api: RuntimeAPI
    let log: Log
    let handler: Handler

    /// A loop over the invocations that `api` gives; nothing happens before `run`.
    package init(api: RuntimeAPI, log: Log, handler: Handler) {
        self.api = api
        self.log = log
        self.handler = handler
    }

    /// Serves invocations until the Runtime API fails for good. Answers the process's exit status, after one line that
    /// says why.
    package func run() -> Int32 {
        var response = ByteBuffer(capacity: 4096)
        var failure: FunctionError?
        var undelivered: String?
        while true {
            let invocation: Invocation
            do {
                invocation = try next()
            } catch {
                log.error("the Runtime API gives no invocations; the process ends", ["cause": .string("\(error)")])
                return 1
            }
            begin(invocation)
            // The platform hands out an invocation again whose answer it never saw: then the answer is still here.
            if undelivered != invocation.requestID {
                response.removeAll(keepingAtMost: 1 << 20)
                failure = handle(invocation, &response)
            }
            switch deliver(invocation.requestID, response, failure) {
            case .done: undelivered = nil
            case .lost: undelivered = invocation.requestID
            case .refusedForGood: return 1
            }
            end()
        }
    }

    /// The next invocation, with one more try: at once where an idle connection had died, else after a short pause.
    private func next() throws(RuntimeAPI.Failure) -> Invocation {
        do {
            return try api.next()
        } catch {
            switch error {
            case .lost: break
            case .status(500..., _, _): throw error
            case .status, .unreachable, .malformed: usleep(.random(in: 50_000...150_000))
            }
            return try api.next()
        }
    }

    private func begin(_ invocation: borrowing Invocation) {
        log.requestID = invocation.requestID
        var id = invocation.requestID
        id.withUTF8 { platform_set_crash_request_id($0.baseAddress, $0.count) }
        invocation.withTraceID { platform_set_trace_id($0.baseAddress, $0.count) }
    }

    private func end() {
        log.requestID = ""
        platform_set_crash_request_id("", 0)
    }

    /// Runs the handler. Answers the error that it threw, after its line in the log.
    private func handle(_ invocation: borrowing Invocation, _ response: inout ByteBuffer) -> FunctionError? {
        do {
            try handler.handle(invocation, &response)
            return nil
        } catch {
            let failure = FunctionError(error)
            log.error("the invocation failed", ["errorType": .string(failure.type), "cause": .string(failure.message)])
            return failure
        }
    }

    private enum Delivery { case done, lost, refusedForGood }

    /// Posts the answer, once more if the connection broke: the request id makes the second one harmless.
    private func deliver(_ requestID: String, _ response: borrowing ByteBuffer, _ failure: FunctionError?) -> Delivery {
        for attempt in 1... {
            do throws(RuntimeAPI.Failure) {
                if let failure {
                    try api.postError(requestID: requestID, failure)
                } else {
                    try api.postResponse(requestID: requestID, response.bytes)
                }
                return .done
            } catch {
                switch error {
                case .lost where attempt == 1, .unreachable where attempt == 1: continue
                case .lost, .unreachable, .malformed:
                    log.error("the response may not have arrived", ["cause": .string("\(error)")])
                    return .lost
                case .status(413, _, _):
                    // The platform has answered the caller by now: an error posted after this would be refused.
                    log.error(
                        "the response is larger than Lambda takes",
                        ["bytes": .integer(response.count), "cause": .string("\(error)")])
                    return .done
                case .status(500..., _, _):
                    log.error("the Runtime API failed; the process ends", ["cause": .string("\(error)")])
                    return .refusedForGood
                case .status:
                    log.error("the Runtime API refused the response", ["cause": .string("\(error)")])
                    return .done
                }
            }
        }
        return .lost
    }
}
