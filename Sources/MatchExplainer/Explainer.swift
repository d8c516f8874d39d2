import APIGateway
import AWSClient
import Configuration
import JSON
import LambdaRuntime
import Matching

/// `POST /explain-match`: the explanation comes from a cache, else from the model, else from the template.
final class Explainer {
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
        let facts = MatchFacts(request: try MatchRequest(request.body()))
        if facts.request.score < configuration.minimumScore { return template(facts, because: "lowScore") }
        let call = model.call(MatchPrompt(facts))
        let check = ExplanationCheck(facts)
        var session = ExplanationCache.Session(key: call.digest)
        if let text = cache.lookUp(&session, check) { return response(text, .cache) }
        switch model.send(call, check, deadline: context.deadline) {
        case .explanation(let text):
            cache.store(text, session)
            return response(text, .bedrock)
        case .nothing(let reason): return template(facts, because: reason, isFallback: true)
        }
    }

    private enum Source: String { case bedrock, cache, template }

    private func template(_ facts: MatchFacts, because reason: String, isFallback: Bool = false) -> ProxyResponse {
        response(ExplanationTemplate(facts).text, .template, reason: reason, isFallback: isFallback)
    }

    private func response(
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
