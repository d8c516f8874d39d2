import Foundation
import Support
import Testing

extension LoopTests {
    /// What of an invocation's context reaches the handler.
    @Suite struct ContextTests {
        @Test func everyHeaderReachesTheHandler() throws {
            let now = Int(Date().timeIntervalSince1970 * 1000)
            let event = RuntimeResponse.event(
                "{}",
                headers: [
                    ("Lambda-Runtime-Deadline-Ms", "\(now + 10_000)"),
                    (
                        "lambda-runtime-invoked-function-arn",
                        "arn:aws:lambda:us-east-1:012345678912:function:GetSchools:live"
                    ),
                    (
                        "LAMBDA-RUNTIME-TRACE-ID",
                        "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"
                    ),
                    ("Lambda-Runtime-Client-Context", #"{"client":{"app_title":"né"}}"#),
                    ("Lambda-Runtime-Cognito-Identity", #"{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}"#),
                    ("Lambda-Runtime-Aws-Tenant-Id", "tenant-7"), ("Content-Type", "application/json"),
                ])
            let run = try LoopRun([[.send(event)], [.accepted]])
            let call = try #require(run.calls.first)
            #expect(call.requestID == RuntimeResponse.id)
            #expect((5000...10_001).contains(call.remainingMilliseconds))
            #expect(call.functionARN == "arn:aws:lambda:us-east-1:012345678912:function:GetSchools:live")
            #expect(call.traceID == "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
            #expect(call.traceVariable == call.traceID)
            #expect(call.clientContext == #"{"client":{"app_title":"né"}}"#)
            #expect(call.cognitoIdentity == #"{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}"#)
            #expect(call.tenantID == "tenant-7")
        }

        @Test func onlyTheRequestIDIsRequired() throws {
            let run = try LoopRun([[.event("{}")], [.accepted]])
            let call = try #require(run.calls.first)
            #expect(call.functionARN == nil && call.traceID == nil && call.clientContext == nil)
            #expect(call.cognitoIdentity == nil && call.tenantID == nil)
            // Lambda's default timeout.
            #expect((1000...3000).contains(call.remainingMilliseconds))
        }

        @Test(arguments: [
            ("-5", 0...3000), ("soon", 0...3000), ("99999999999999999999", 0...3000), ("0", 0...0), ("1", 0...0),
            ("999999999999999999", 800_000...900_000),
        ]) func aDeadlineThatCannotBeIsBounded(deadline: String, remaining: ClosedRange<Int>) throws {
            let event = RuntimeResponse.event("{}", headers: [("Lambda-Runtime-Deadline-Ms", deadline)])
            let run = try LoopRun([[.send(event)], [.accepted]])
            #expect(run.calls.count == 1)
            #expect(run.calls.allSatisfy { remaining.contains(max($0.remainingMilliseconds, 0)) })
        }

        @Test func theTraceVariableIsThisInvocationsAndNoOther() throws {
            func event(_ trace: String) -> [ScriptedServer.Step] {
                [.event("{}", headers: [("Lambda-Runtime-Trace-Id", trace)])]
            }
            let accepted: [ScriptedServer.Step] = [.accepted]
            let long = "Root=" + String(repeating: "x", count: 400)
            let run = try LoopRun([
                event("Root=1-a;Sampled=1"), accepted, event(""), accepted, event(long), accepted, event("Root=2"),
                accepted,
            ])
            #expect(run.calls.map { $0.traceVariable ?? "" } == ["Root=1-a;Sampled=1", "", long, "Root=2"])
            #expect(run.calls.map(\.traceID) == ["Root=1-a;Sampled=1", nil, long, "Root=2"])
        }

        @Test func linesOfAnInvocationCarryItsRequestID() throws {
            struct Bad: Error {}
            let run = try LoopRun([[.event("{}")], [.accepted]]) { _, _ in
                throw Bad()
            }
            #expect(run.lines.map { $0["requestId"] as? String } == [RuntimeResponse.id, ""])
        }
    }
}
