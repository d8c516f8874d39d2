import JSON
import Support
import Testing

@testable import AWSClient
@testable import LambdaRuntime
@testable import MatchExplainer
@testable import Matching

/// The advice fits the cause, which AWS often tells in a message only.
@Suite struct ModelAdviceTests {
    private func error(_ step: ScriptedServer.Step) throws -> AWSError {
        let server = ScriptedServer { _ in [step] }
        defer { server.stop() }
        let bedrock = try ScriptedModel.client(server)
        return try #require(#expect(throws: AWSError.self) { try ScriptedModel.ask(bedrock) })
    }

    @Test(arguments: Refusal.all, 0...3) func theAdviceFitsTheCause(refusal: Refusal, form: Int) throws {
        let error = try error(refusal.response(form: form))
        let advice = ModelAdvice.of(error)
        let words = Refusal.words(refusal.cause)
        #expect(advice.contains(words.has), "\(advice)")
        for word in words.lacks { #expect(!advice.contains(word), "\(advice)") }
        // Nothing of the message is repeated, in whatever field.
        #expect(!"\(error) \(error.detail) \(advice)".contains(refusal.message.prefix(20)))
        #expect(error.attempts == 1)
    }

    @Test func eachCauseIsTried() {
        #expect(Set(Refusal.all.map(\.cause)) == Set(Refusal.Cause.allCases))
    }

    /// A role or a session may be called as the parts of messages are: names have no spaces.
    @Test(arguments: ["-", "_", ".", "+", "="]) func noNameIsTakenForACause(separator: String) throws {
        for (text, _) in AWSError.phrases {
            #expect(text.contains(" "), "\(text)")
            let name = text.split { " :".contains($0) }.joined(separator: separator)
            let message =
                "User: arn:aws:sts::1:assumed-role/\(name)/\(name) is not authorized to perform: bedrock:InvokeModel on "
                + "resource: arn:aws:bedrock:us-east-1:1:application-inference-profile/\(name) because no identity-based "
                + "policy allows the bedrock:InvokeModel action"
            let error = try error(ScriptedModel.error(403, "AccessDeniedException", message: message))
            #expect(
                error.reason == nil && ModelAdvice.of(error).contains("the role may InvokeModel"),
                "\(name): \(String(describing: error.reason))")
        }
    }

    /// A type that is certain counts, whatever the message says.
    @Test func theTypeCountsBeforeTheMessage() throws {
        for refusal in Refusal.all {
            let error = try error(ScriptedModel.error(403, "ExpiredTokenException", message: refusal.message))
            #expect(error.reason == .keysExpired)
        }
    }

    /// Every advice says what to do, in words that no saved search looks for.
    @Test func everyKindReasonAndFaultHasItsAdvice() {
        var all: [String] = []
        for kind in AWSError.Kind.allCases {
            for reason in AWSError.Reason.allCases + [nil] {
                all.append(ModelAdvice.of(AWSError(kind: kind, type: "T", operation: "O", detail: "D", reason: reason)))
            }
        }
        for fault in [ExplanationCheck.Fault.empty, .link, .markup, .refusal, .tooLong] {
            for stop in ["max_tokens", "end_turn"] {
                let message = Bedrock.Message(
                    text: "", stopReason: stop, inputTokens: 1, outputTokens: 1, attempts: 1)
                all.append(ModelAdvice.of(fault, message))
            }
        }
        for advice in all {
            #expect(advice.count > 20)
            for word in Log.searchedWords + ["Bearer ", "Signature=", "Authorization"] {
                #expect(!advice.contains(word))
            }
        }
        #expect(
            Set(
                AWSError.Reason.allCases.map {
                    ModelAdvice.of(AWSError(kind: .denied, type: "T", operation: "O", detail: "D", reason: $0))
                }
            ).count == AWSError.Reason.allCases.count)
    }
}
