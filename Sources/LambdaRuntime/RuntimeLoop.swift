import Bytes
import CPlatform
import Glibc

/// What a function does with an invocation.
package protocol LambdaHandler {
    /// Appends the response, a JSON text, to `response`. An error that it throws becomes the invocation's error, and
    /// the loop goes on.
    func handle(_ invocation: borrowing Invocation, _ response: inout ByteBuffer) throws
}

/// The loop of a custom runtime: next, handle, respond, again. All of the policy is here, and none of the HTTP.
///
/// An invocation is not complete, and is billed, until `/next` is called again: nothing that can wait is done in
/// between. A handler runs once for an invocation, whatever happens to the connection.
struct RuntimeLoop<Handler: LambdaHandler> {
    let api: RuntimeAPI
    let log: Log
    let handler: Handler

    /// Serves invocations until the Runtime API fails for good. Returns the process's exit status, after one line that
    /// says why.
    func run() -> Int32 {
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
            let id = invocation.requestID
            note(id, invocation.traceID)
            // The platform hands out an invocation again whose response it never got: then the response is still here.
            if undelivered != id {
                response.removeAll(keepingAtMost: 1 << 20)
                failure = handle(invocation, &response)
            }
            switch deliver(id, response, failure) {
            case .done: undelivered = nil
            case .lost: undelivered = id
            case .refusedForGood: return 1
            }
            note("", nil)
        }
    }

    /// Waits for the next invocation. Tries once more: at once after an idle connection has died, else after a short
    /// pause.
    private func next() throws(RuntimeAPI.Failure) -> Invocation {
        do {
            return try api.next()
        } catch {
            switch error.kind {
            case .lost: break
            case .status(500...): throw error
            case .status, .unreachable, .malformed: usleep(.random(in: 50_000...150_000))
            }
            return try api.next()
        }
    }

    /// Tells the log, the crash line and the tracer which invocation this is.
    private func note(_ requestID: String, _ traceID: String?) {
        log.requestID = requestID
        platform_set_crash_request_id(requestID)
        if !requestID.isEmpty { platform_set_trace_id(traceID ?? "") }
    }

    /// Runs the handler. Returns the error that it threw, after its line in the log.
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

    /// Posts the response or the error, once more if the connection broke: the request id makes the second one
    /// harmless.
    private func deliver(_ requestID: String, _ response: borrowing ByteBuffer, _ failure: FunctionError?) -> Delivery {
        var mayHaveArrived = false
        do throws(RuntimeAPI.Failure) {
            do {
                try post(requestID, response, failure)
            } catch {
                guard error.kind == .lost || error.kind == .unreachable else { throw error }
                mayHaveArrived = error.kind == .lost
                try post(requestID, response, failure)
            }
            return .done
        } catch {
            let cause = Log.Value.string("\(error)")
            switch error.kind {
            case .lost, .unreachable, .malformed:
                log.error("the response may not have arrived", ["cause": cause])
                return .lost
            case .status(400) where mayHaveArrived, .status(403) where mayHaveArrived:
                return .done  // it had arrived: an invocation has one end, and a second one is refused
            case .status(413):
                // The platform has told the caller by now: it would refuse an error that is posted after this.
                let bytes = Log.Value.integer(response.count)
                log.error("the response is larger than Lambda takes", ["bytes": bytes, "cause": cause])
                return .done
            case .status(500...):
                log.error("the Runtime API failed; the process ends", ["cause": cause])
                return .refusedForGood
            case .status:
                log.error("the Runtime API refused the response", ["cause": cause])
                return .done
            }
        }
    }

    private func post(
        _ requestID: String, _ response: borrowing ByteBuffer, _ failure: FunctionError?
    ) throws(RuntimeAPI.Failure) {
        if let failure {
            try api.postError(requestID: requestID, failure)
        } else {
            try api.postResponse(requestID: requestID, response.bytes)
        }
    }
}
