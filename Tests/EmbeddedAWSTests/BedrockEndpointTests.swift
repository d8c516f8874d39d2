import AWSClient
import Bytes
import JSON
import Testing

@testable import EmbeddedAWS

@Suite struct BedrockEndpointTests {
    private func name(_ response: HTTPResponse) -> String? {
        response.headers.first { $0.name == "x-amzn-errortype" }?.value.split(separator: ":").first.map(String.init)
    }

    @Test func respondsTheSameEveryTimeAndCounts() throws {
        let caller = try BedrockCaller()
        let first = caller.call()
        let second = caller.call()
        #expect(first.status == 200)
        #expect(first.body == second.body)
        let message = try JSONValue(parsing: first.body)
        #expect(message["model"]?.string == "claude-haiku-4-5-20251001")
        #expect(message["content"]?.array?.first?["text"]?.string?.hasPrefix("This school is a good match.") == true)
        #expect(caller.endpoint.calls == 2)
        #expect(caller.call("claude").status == 400)
        #expect(caller.endpoint.calls == 3, "a call that is refused counts, too")
    }

    @Test func takesTheSlashOfAnARNEncodedOrNot() throws {
        let caller = try BedrockCaller()
        let arn = "arn:aws:bedrock:us-east-1:012345678912:inference-profile/\(BedrockCaller.profile)"
        for path in [PercentEncoding.encode(arn.utf8), PercentEncoding.encode(arn.utf8, keeping: "/")] {
            #expect(
                caller.endpoint.respond(to: BedrockCaller.request(path: "/model/\(path)/invoke")).status == 200)
        }
    }

    @Test(arguments: ["/model/x/converse", "/model//invoke", "/model/%ZZ/invoke", "/model/x"])
    func knowsInvokeModelOnly(path: String) throws {
        let caller = try BedrockCaller()
        let response = caller.endpoint.respond(to: BedrockCaller.request(path: path))
        #expect(response.status == 404)
        #expect(name(response) == "UnknownOperationException")
        #expect(caller.endpoint.calls == 0)
    }

    @Test func takesAnAPIKeyOnlyIfItHasOne() throws {
        var request = BedrockCaller.request(path: "/model/\(BedrockCaller.profile)/invoke")
        request.headers = [("authorization", "Bearer key")]
        #expect(try BedrockCaller(apiKey: "key").endpoint.respond(to: request).status == 200)
        for caller in [try BedrockCaller(), try BedrockCaller(apiKey: "other")] {
            let response = caller.endpoint.respond(to: request)
            #expect(response.status == 403)
            #expect(name(response) == "AccessDeniedException")
        }
    }

    @Test(arguments: [
        ("throttle", 429, "ThrottlingException"), ("not-ready", 429, "ModelNotReadyException"),
        ("fail", 500, "InternalServerException"), ("unavailable", 503, "ServiceUnavailableException"),
        ("timeout", 408, "ModelTimeoutException"), ("model-error", 424, "ModelErrorException"),
        ("quota", 400, "ServiceQuotaExceededException"), ("deny", 403, "AccessDeniedException"),
        ("ended", 404, "ResourceNotFoundException"), ("profile", 400, "ValidationException"),
    ])
    func failsWithErrors(fault: String, status: Int, error: String) throws {
        let response = try BedrockCaller([fault]).call()
        #expect(response.status == status)
        #expect(name(response) == error)
        #expect(try JSONValue(parsing: response.body)["message"]?.string?.isEmpty == false)
    }

    @Test(arguments: [
        ("refuse", "refusal", 1), ("empty", "end_turn", 0), ("max-tokens", "max_tokens", 1), ("link", "end_turn", 1),
        ("markup", "end_turn", 1), ("long", "end_turn", 1), ("thinking-first", "end_turn", 2),
    ])
    func failsWithMessages(fault: String, stopReason: String, blocks: Int) throws {
        let response = try BedrockCaller([fault]).call()
        let message = try JSONValue(parsing: response.body)
        #expect(response.status == 200)
        #expect(message["stop_reason"]?.string == stopReason)
        #expect(message["content"]?.array?.count == blocks)
        let text = message["content"]?.array?.last?["text"]?.string ?? ""
        switch fault {
        case "long": #expect(text.count == 1300)
        case "link": #expect(text.contains("https://"))
        case "markup": #expect(text.contains("<b>"))
        case "max-tokens": #expect(!text.hasSuffix("."))
        case "thinking-first": #expect(message["content"]?.array?.first?["type"]?.string == "thinking")
        default: break
        }
    }

    @Test func failsWithBytesThatAreNotAMessage() throws {
        #expect(throws: JSONError.self) { try JSONValue(parsing: try BedrockCaller(["garbage"]).call().body) }
        #expect(try BedrockCaller(["huge"]).call().body.count > BedrockFault.hugeBytes)
        for (fault, delivery) in [
            ("hang", HTTPResponse.Delivery.never), ("drip", .bytePerSecond), ("reset", .reset), ("cut-off", .cutOff),
        ] {
            #expect(try BedrockCaller([fault]).call().delivery == delivery)
        }
    }

    @Test func usesFaultsUpInTheirOrder() throws {
        let caller = try BedrockCaller(["throttle:2,fail:1", "deny"])
        #expect((0..<5).map { _ in caller.call().status } == [429, 429, 500, 403, 403])
        #expect((0..<2).map { _ in try? BedrockCaller(["hang:1"]).call().status } == [200, 200])
    }

    /// The function sends a system text and one message. The rest of the API is refused by name.
    @Test(arguments: [
        (#""top_p":0.5"#, "top_p"), (#""top_k":1"#, "top_k"), (#""tools":[]"#, "tools"),
        (#""thinking":{}"#, "thinking"),
        (#""stop_sequences":["x"]"#, "stop_sequences"), (#""system":[{"type":"text","text":"x"}]"#, "system"),
        (#""messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]"#, "messages.0.content"),
        (#""messages":[{"role":"user","content":"x","name":"y"}]"#, "messages.0.name"),
        (#""messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]"#, "messages.1"),
    ])
    func refusesOtherMembersByName(member: String, name: String) throws {
        let messages = member.hasPrefix(#""messages""#) ? "" : #","messages":[{"role":"user","content":"x"}]"#
        let body = #"{"anthropic_version":"bedrock-2023-05-31","max_tokens":1,\#(member)\#(messages)}"#
        let response = try BedrockCaller().call(BedrockCaller.profile, Array(body.utf8))
        #expect(response.status == 400 && self.name(response) == "ValidationException")
        let message = try JSONValue(parsing: response.body)["message"]?.string ?? ""
        #expect(message.hasPrefix("The embedded endpoint does not know \(name)"), "\(message)")
    }
}
