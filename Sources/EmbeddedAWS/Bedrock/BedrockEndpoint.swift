import AWSClient
import Bytes
import Foundation

/// The Bedrock runtime on this machine: InvokeModel for Anthropic's models, with signatures or an API key, the checks and
/// errors of AWS, answers that are always the same, and faults on demand. It counts the calls.
package final class BedrockEndpoint: HTTPHandler, @unchecked Sendable {
    private let verifier: SignatureVerifier
    private let apiKey: String?
    private let now: @Sendable () -> UTCTime
    private let lock = NSLock()
    private var plan: FaultPlan
    private var counted = 0

    /// `apiKey` is taken as a bearer token; nil takes none. `now` is the clock of the skew check.
    package init(
        credentials: Credentials, apiKey: String? = nil, faults: FaultPlan = .none,
        now: @escaping @Sendable () -> UTCTime = { .now() }
    ) {
        verifier = SignatureVerifier(credentials: credentials, service: "bedrock")
        self.apiKey = apiKey
        plan = faults
        self.now = now
    }

    /// InvokeModel requests so far, those that were refused and those that failed among them.
    package var calls: Int { lock.withLock { counted } }

    /// Whether a path is this service's.
    package static func serves(_ path: String) -> Bool { path.hasPrefix("/model/") }

    package func respond(to request: HTTPRequest) -> HTTPResponse {
        var response: HTTPResponse
        do { response = try answer(request) } catch { response = error.response }
        response.headers += [("x-amzn-RequestId", UUID().uuidString.lowercased()), ("Date", HTTPDate.text(now()))]
        return response
    }

    private func answer(_ request: HTTPRequest) throws(BedrockError) -> HTTPResponse {
        guard request.method == "POST", let model = BedrockModelID(path: request.path) else { throw .unknownOperation }
        lock.withLock { counted += 1 }
        try authenticate(request)
        try model.check()
        let body = try BedrockRequest(request.body)
        let text = ModelText(prompt: body.prompt).text
        let message = BedrockMessage(model, body, text: text)
        let fault = lock.withLock { plan.next() }
        return fault?.response(message, text: text) ?? message.response
    }

    private func authenticate(_ request: HTTPRequest) throws(BedrockError) {
        if let header = request.header("authorization"), header.hasPrefix("Bearer ") {
            guard let apiKey, header.utf8.elementsEqual("Bearer \(apiKey)".utf8) else {
                throw .accessDenied("Authentication failed: Please make sure your API Key is valid.")
            }
            return
        }
        do { try verifier.verify(request, now: now()) } catch { throw BedrockError(error) }
    }
}
