import APIGateway
import AWSClient
import Bytes
import Configuration
import JSON
import LambdaRuntime
import Matching

/// `POST /explain-match`: from a cache, else from the model, else from the template. A caller always gets an explanation.
final class MatchExplainer {
    private let configuration: ExplainerConfiguration
    private let model: ModelCall
    private let cache: ExplanationCache

    init(_ configuration: ExplainerConfiguration, model: ModelCall, cache: ExplanationCache) {
        self.configuration = configuration
        self.model = model
        self.cache = cache
    }

    /// The handlers of this function's routes.
    var routes: [(Route, RequestHandler)] { [(.explainMatch, explain)] }

    private func explain(
        _ request: borrowing ProxyRequest, _ context: RequestContext
    ) throws(HTTPError) -> ProxyResponse {
        let match = try MatchRequest(request.body())
        let facts = MatchFacts(request: match)
        if match.score < configuration.minimumScore { return template(facts, because: "lowScore") }
        var session = ExplanationCache.Session(key: ExplanationCache.key(match, configuration))
        if let text = cache.look(&session) { return answer(text, .cache) }
        switch model.explain(MatchPrompt(facts), deadline: context.deadline) {
        case .text(let text):
            cache.store(text, session)
            return answer(text, .bedrock)
        case .none(let reason): return template(facts, because: reason, isFallback: true)
        }
    }

    private enum Source: String { case bedrock, cache, template }

    private func template(
        _ facts: MatchFacts, because reason: String, isFallback: Bool = false
    ) -> ProxyResponse {
        answer(ExplanationTemplate(facts).text, .template, reason: reason, isFallback: isFallback)
    }

    private func answer(
        _ text: String, _ source: Source, reason: String? = nil, isFallback: Bool? = nil
    ) -> ProxyResponse {
        var metrics = Metrics(functionName: configuration.functionName)
        metrics.add("CacheHits", source == .cache ? 1 : 0)
        metrics.add("TemplateAnswers", source == .template ? 1 : 0)
        if let reason { metrics.split(by: "Reason", reason) }
        var body: [(name: String, value: JSONValue)] = [
            ("explanation", .string(text)), ("cached", .bool(source == .cache)), ("source", .string(source.rawValue)),
        ]
        if let isFallback { body.append(("fallback", .bool(isFallback))) }
        return ProxyResponse(.ok, body: [Array(JSONValue.object(body).text.utf8)], metrics: metrics)
    }
}
