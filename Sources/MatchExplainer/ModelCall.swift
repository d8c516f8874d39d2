import AWSClient
import Bytes
import LambdaRuntime
import Matching

/// Asks the model for one explanation and logs one line about it, which contains `Bedrock` where the model was called.
final class ModelCall {
    private let bedrock: Bedrock
    private let configuration: ExplainerConfiguration
    private let log: Log

    init(_ bedrock: Bedrock, _ configuration: ExplainerConfiguration, _ log: Log) {
        self.bedrock = bedrock
        self.configuration = configuration
        self.log = log
    }

    enum Outcome {
        /// A text that may be passed on.
        case explanation(String)
        /// No text, and why, in one word.
        case nothing(reason: String)
    }

    /// Returns the call for a prompt.
    func call(_ prompt: MatchPrompt) -> ServiceClient.Call {
        bedrock.call(system: MatchPrompt.system, user: prompt.user)
    }

    /// Sends the call and waits until `deadline`. A text that `check` finds fault with is not returned.
    func send(_ call: ServiceClient.Call, _ check: ExplanationCheck, deadline: Instant) -> Outcome {
        let start = Instant.now()
        do {
            let message = try bedrock.send(call, deadline: deadline)
            if let error = message.cutBeforeText { return failed(error, message, since: start) }
            report(message, since: start)
            switch check.check(message.text, stopReason: message.stopReason) {
            case .success(let text): return .explanation(text)
            case .failure(let fault):
                log.warn(
                    "the model's answer is not passed on",
                    ["cause": .string(fault.rawValue), "advice": .string(ModelAdvice.of(fault, message))])
                return .nothing(reason: fault.rawValue)
            }
        } catch {
            return failed(error, nil, since: start)
        }
    }

    private func report(_ message: Bedrock.Message, since start: Instant) {
        let latency = Instant.now().microseconds(since: start)
        log.write(
            .info, "Bedrock answered",
            [
                "model": .string(configuration.model.id), "attempts": .integer(message.attempts),
                "stopReason": .untrusted(String(message.stopReason.prefix(40))), "latencyMs": .microseconds(latency),
                "currency": "USD",
            ], metrics: metrics(calls: 1, failures: 0, message, latency))
    }

    private func failed(_ error: AWSError, _ message: Bedrock.Message?, since start: Instant) -> Outcome {
        let latency = Instant.now().microseconds(since: start)
        // Without keys or time no model is called, and the line must not look as if one had been.
        let wasCalled = error.attempts > 0
        var metrics = metrics(calls: wasCalled ? 1 : 0, failures: 1, message, latency)
        metrics.split(by: "Kind", "\(error.kind)")
        log.write(
            .error, wasCalled ? "Bedrock gave no explanation" : "no model could be called",
            [
                "model": .string(configuration.model.id), "attempts": .integer(error.attempts),
                "errorType": .string(error.type), "cause": .string(error.detail),
                "advice": .string(ModelAdvice.of(error)), "latencyMs": .microseconds(latency),
            ], metrics: metrics)
        return .nothing(reason: "modelFailed")
    }

    private func metrics(calls: Double, failures: Double, _ message: Bedrock.Message?, _ latency: Int) -> Metrics {
        let (input, output) = (message?.inputTokens ?? 0, message?.outputTokens ?? 0)
        var metrics = Metrics(functionName: configuration.functionName)
        metrics.add("ModelCalls", calls)
        metrics.add("ModelFailures", failures)
        metrics.add("InputTokens", Double(input))
        metrics.add("OutputTokens", Double(output))
        metrics.add("ModelLatency", Double(latency / 1000), unit: .milliseconds)
        metrics.add("EstimatedCost", configuration.cost(inputTokens: input, outputTokens: output), unit: .none)
        return metrics
    }
}
