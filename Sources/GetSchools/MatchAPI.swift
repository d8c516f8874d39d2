import APIGateway
import Configuration
import LambdaRuntime
import Ranking

/// `POST /match`.
final class MatchAPI {
    private let store: SchoolStore
    private let functionName: String

    /// Metrics bear `functionName`.
    init(_ store: SchoolStore, functionName: String) {
        self.store = store
        self.functionName = functionName
    }

    /// The handlers of this function's routes.
    var routes: [(Route, RequestHandler)] { [(.match, match)] }

    private func match(
        _ request: borrowing ProxyRequest, _ context: RequestContext
    ) throws(HTTPError) -> ProxyResponse {
        let (count, body) = try store.match(try MatchQuestion(request.body()), deadline: context.deadline)
        var metrics = Metrics(functionName: functionName)
        metrics.add("Matches", 1)
        metrics.add("EmptyMatches", count == 0 ? 1 : 0)
        return ProxyResponse(.ok, body: [body], metrics: metrics)
    }
}
