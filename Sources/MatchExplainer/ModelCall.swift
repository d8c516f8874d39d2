import AWSClient
import Bytes
import LambdaRuntime
import Matching

/// One explanation from the model, and the one line about it, which contains `Bedrock` where the model was called.
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
        /// An explanation that may be passed on.
        case text(String)
        /// None, and the reason in one word.
        case none(String)
    }

    /// Asks the model until `deadline`.
    func explain(_ prompt: MatchPrompt, deadline: Instant) -> Outcome {
        let start = Instant.now()
        do {
            let answer = try bedrock.invoke(system: MatchPrompt.system, user: prompt.user, deadline: deadline)
            report(answer, since: start)
            switch ExplanationCheck.check(answer.text, stopReason: answer.stopReason) {
            case .success(let text): return .text(text)
            case .failure(let error):
                log.warn("the model's answer is not passed on", ["cause": .string(error.fault.rawValue)])
                return .none(error.fault.rawValue)
            }
        } catch {
            report(error, since: start)
            return .none("modelFailed")
        }
    }

    private func report(_ answer: Bedrock.Answer, since start: Instant) {
        let cost = configuration.cost(inputTokens: answer.inputTokens, outputTokens: answer.outputTokens)
        let latency = Instant.now().nanoseconds - start.nanoseconds
        var metrics = Metrics(functionName: configuration.functionName)
        metrics.add("ModelCalls", 1)
        metrics.add("ModelFailures", 0)
        metrics.add("InputTokens", Double(answer.inputTokens))
        metrics.add("OutputTokens", Double(answer.outputTokens))
        metrics.add("ModelLatency", Double(latency / 1_000_000), unit: .milliseconds)
        metrics.add("EstimatedCost", cost, unit: .none)
        log.write(
            .info, "Bedrock answered",
            [
                "model": .string(configuration.model.id), "attempts": .integer(answer.attempts),
                "stopReason": .untrusted(String(answer.stopReason.prefix(40))),
                "latencyMs": .microseconds(latency / 1000),
                "currency": "USD",
            ], metrics: metrics)
    }

    private func report(_ error: AWSError, since start: Instant) {
        let latency = Instant.now().nanoseconds - start.nanoseconds
        var metrics = Metrics(functionName: configuration.functionName)
        // Without keys or time no model is called, and the line must not look as if one had been.
        let wasCalled = error.attempts > 0
        metrics.add("ModelCalls", wasCalled ? 1 : 0)
        metrics.add("ModelFailures", 1)
        metrics.add("InputTokens", 0)
        metrics.add("OutputTokens", 0)
        metrics.add("ModelLatency", Double(latency / 1_000_000), unit: .milliseconds)
        metrics.add("EstimatedCost", 0, unit: .none)
        metrics.split(by: "Kind", "\(error.kind)")
        log.write(
            .error, wasCalled ? "Bedrock gave no explanation" : "no model could be called",
            [
                "model": .string(configuration.model.id), "attempts": .integer(error.attempts),
                "errorType": .string(error.type), "cause": .string(error.detail),
                "advice": .string(ModelAdvice.of(error)), "latencyMs": .microseconds(latency / 1000),
            ], metrics: metrics)
    }
}

/// What an operator can do about a model that does not answer.
enum ModelAdvice {
    static func of(_ error: AWSError) -> String {
        switch error.reason {
        case .needsInferenceProfile:
            return
                "set BEDROCK_MODEL_ID to an inference profile of the model, such as its id with us. or global. before it"
        case .modelHasEnded: return "the model has reached the end of its life: set BEDROCK_MODEL_ID to a current one"
        case .modelIsLegacy:
            return
                "the model is a legacy one that this account may not use any more: set BEDROCK_MODEL_ID to a current one"
        case .needsModelAccess: return "ask for access to the model in the console of the service, in this region"
        case nil: break
        }
        switch error.kind {
        case .throttled: return "ask for a higher quota of requests and tokens, or raise AI_MIN_SCORE"
        case .unavailable, .deadlineExceeded: return "check the endpoint, the network and the service's status"
        case .denied:
            return "check that the role may InvokeModel on the profile and on the model in each of its regions"
        case .notFound: return "check BEDROCK_MODEL_ID and BEDROCK_REGION: there is no such model there"
        case .quota: return "a quota is used up: ask AWS to raise it, or raise AI_MIN_SCORE"
        case .invalid:
            return "check BEDROCK_MODEL_ID, BEDROCK_TEMPERATURE and BEDROCK_MAX_TOKENS: the model refuses them"
        }
    }
}
