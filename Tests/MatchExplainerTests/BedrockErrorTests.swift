import Bytes
import JSON
import Support
import Testing

@testable import AWSClient
@testable import MatchExplainer

@Suite struct BedrockErrorTests {
    private func failure(_ step: ScriptedServer.Step) throws -> (error: AWSError?, requests: Int) {
        let server = ScriptedServer { _ in [step] }
        defer { server.stop() }
        let bedrock = try ScriptedModel.client(server)
        let error = #expect(throws: AWSError.self) { try ScriptedModel.ask(bedrock) }
        return (error, server.requests.count)
    }

    /// The errors that InvokeModel is modelled with, and what the SDKs know beside them.
    @Test(
        arguments: [
            (400, "ValidationException", .invalid, 1), (400, "ServiceQuotaExceededException", .quota, 1),
            (403, "AccessDeniedException", .denied, 1), (404, "ResourceNotFoundException", .notFound, 1),
            (408, "ModelTimeoutException", .unavailable, 3), (424, "ModelErrorException", .unavailable, 3),
            (429, "ThrottlingException", .throttled, 3), (429, "ModelNotReadyException", .throttled, 3),
            (500, "InternalServerException", .unavailable, 3), (503, "ServiceUnavailableException", .unavailable, 3),
            (403, "UnrecognizedClientException", .denied, 1), (403, "ExpiredTokenException", .denied, 1),
            (403, "InvalidSignatureException", .denied, 1), (418, "SomethingNewException", .invalid, 1),
            (502, "SomethingNewException", .unavailable, 3), (401, "SomethingNewException", .denied, 1),
        ] as [(Int, String, AWSError.Kind, Int)]) func eachErrorHasItsKind(
            status: Int, type: String, kind: AWSError.Kind, attempts: Int
        ) throws
    {
        let (error, requests) = try failure(ScriptedModel.error(status, type))
        #expect(error?.kind == kind && error?.type == type && error?.operation == "Bedrock.InvokeModel")
        #expect(error?.attempts == attempts && requests == attempts)
        #expect(error?.detail == "status \(status)" && error.map { "\($0)".contains("SECRET") } == false)
    }

    @Test(arguments: [429, 500, 503, 403, 404, 400]) func anErrorWithoutATypeGoesByItsStatus(status: Int) throws {
        let (error, requests) = try failure(.answer(status, body: "<html>\(ScriptedModel.secret)</html>"))
        #expect(error?.type == "HTTP\(status)" && requests == (status == 429 || status >= 500 ? 3 : 1))
        #expect(error.map { "\($0)".contains("SECRET") } == false)
    }

    /// Three attempts with full jitter at most: 0 to 250, then 0 to 500 milliseconds apart.
    @Test func retriesWaitWithJitter() {
        #expect(RetryPolicy.bedrock.maximumAttempts == 3)
        for (attempt, bound) in [(1, 250), (2, 500)] {
            let delays = (0..<200).compactMap { _ in RetryPolicy.bedrock.delay(after: attempt, asked: nil) }
            #expect(delays.count == 200 && delays.allSatisfy { (0...bound).contains($0) })
            #expect(Set(delays).count > 20)
        }
        #expect(RetryPolicy.bedrock.delay(after: 3, asked: nil) == nil)
    }

    /// The wait that the service asks for is kept where there is time for it, and else not begun.
    @Test func noWaitIsLongerThanTheTimeLeft() throws {
        let server = ScriptedServer { _ in [.answer(429, ["x-amz-retry-after": "4000"])] }
        defer { server.stop() }
        let bedrock = try ScriptedModel.client(server)
        let start = Instant.now()
        let error = #expect(throws: AWSError.self) { try ScriptedModel.ask(bedrock, milliseconds: 1000) }
        #expect(error?.kind == .throttled && error?.attempts == 1)
        #expect(Instant.now().milliseconds(since: start) < 900)
    }

    @Test func withoutTimeNothingIsSent() throws {
        let server = ScriptedServer { _ in [ScriptedModel.response()] }
        defer { server.stop() }
        let bedrock = try ScriptedModel.client(server)
        let error = #expect(throws: AWSError.self) { try ScriptedModel.ask(bedrock, milliseconds: -5) }
        #expect(error?.kind == .deadlineExceeded && error?.attempts == 0 && server.requests.isEmpty)
    }
}
