import AWSClient
import Bytes
import Foundation
import Synchronization

/// The Bedrock runtime on this machine: InvokeModel for Anthropic's models. Its responses are always the same for the
/// same request. It checks signatures, API keys, model ids and bodies, words its errors as AWS does, fails on demand,
/// and counts.
final class BedrockEndpoint: HTTPHandler {
    private let verifier: SignatureVerifier
    private let apiKey: String?
    private let now: @Sendable () -> UTCTime
    private let state: Mutex<(calls: Int, faults: FaultPlan)>

    /// `apiKey` is taken as a bearer token; nil takes none. `now` is the clock that dates of signatures are compared
    /// with.
    init(
        credentials: Credentials, apiKey: String? = nil, faults: FaultPlan = FaultPlan(),
        now: @escaping @Sendable () -> UTCTime = { .now() }
    ) {
        verifier = SignatureVerifier(credentials: credentials, service: "bedrock")
        self.apiKey = apiKey
        self.now = now
        state = Mutex((0, faults))
    }

    /// The InvokeModel requests so far, with those that were refused or failed.
    var calls: Int { state.withLock { $0.calls } }

    /// Returns whether a path is this service's.
    static func serves(_ path: String) -> Bool { path.hasPrefix("/model/") }

    func respond(to request: HTTPRequest) -> HTTPResponse {
        var response: HTTPResponse
        do { response = try invoke(request) } catch { response = error.bedrockResponse }
        response.headers += [("x-amzn-RequestId", UUID().uuidString.lowercased()), ("Date", now().httpDate)]
        return response
    }

    private func invoke(_ request: HTTPRequest) throws(ServiceError) -> HTTPResponse {
        guard request.method == "POST", let model = BedrockModelID(path: request.path) else {
            throw .unknownOperation("\(request.method) \(request.path)")
        }
        state.withLock { $0.calls += 1 }
        try authenticate(request)
        try model.check()
        let body = try BedrockRequest(request.body)
        let text = ModelText(prompt: body.prompt).text
        let message = BedrockMessage(model, body, text: text)
        let fault = state.withLock { $0.faults.next() }
        return fault?.response(message, text: text) ?? message.response
    }

    private func authenticate(_ request: HTTPRequest) throws(ServiceError) {
        if let header = request.header("authorization"), header.hasPrefix("Bearer ") {
            guard let apiKey, header.utf8.elementsEqual("Bearer \(apiKey)".utf8) else {
                throw .accessDenied("Authentication failed: Please make sure your API Key is valid.")
            }
            return
        }
        try verifier.verify(request, now: now())
    }
}
