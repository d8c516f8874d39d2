import Bytes
import Support
import Testing

@testable import AWSClient

@Suite struct ServiceClientTests {
    @Test func aCallIsSignedAndAnswered() throws {
        let server = ScriptedServer(script: [[.answer(body: "fine")]])
        defer { server.stop() }
        #expect(try ServiceCalls(server, prefix: "/local/db").send(body: #"{"a":1}"#) == "fine")
        let request = try #require(server.requests.first)
        #expect(request.line == "POST /local/db/ HTTP/1.1" && request.text == #"{"a":1}"#)
        #expect(request.headers["x-amz-security-token"] == "token")
        #expect(ServiceCalls.isSigned(request))
    }

    @Test func withoutCredentialsNothingIsSent() throws {
        let server = ScriptedServer(script: [])
        defer { server.stop() }
        let calls = try ServiceCalls(server, credentials: nil)
        let error = #expect(throws: AWSError.self) { try calls.send() }
        #expect(error?.kind == .denied && error?.type == "CredentialsMissing")
        #expect(server.requests.isEmpty)
    }

    @Test func aPlainEndpointIsNotConnectedAhead() throws {
        let server = ScriptedServer(script: [])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        #expect(calls.client.connect() == nil)
        #expect(server.connections == 0)
    }

    @Test(arguments: [
        ScriptedServer.Step.answer(500), .answer(503, body: "<html>"),
        .answer(400, body: #"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}"#),
        .answer(400, ["x-amzn-ErrorType": "ThrottlingException:http://internal/coral/"]), .reset, .close,
    ]) func whatPassesIsTriedAgainUntilItWorks(failure: ScriptedServer.Step) throws {
        let server = ScriptedServer(script: [
            [failure, .close], [failure, .close], [failure, .close], [.answer(body: "ok")],
        ])
        defer { server.stop() }
        #expect(try ServiceCalls(server).send(body: "same") == "ok")
        #expect(server.requests.map(\.text) == ["same", "same", "same", "same"])
        #expect(server.requests.allSatisfy(ServiceCalls.isSigned))
    }

    @Test func theLastAttemptsErrorIsTheCallers() throws {
        let server = ScriptedServer { $0.number < 3 ? [.answer(500)] : [.answer(503)] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let error = #expect(throws: AWSError.self) { try calls.send() }
        #expect(error?.attempts == 4 && error?.detail == "status 503" && error?.operation == "DynamoDB.Scan")
        #expect(server.requests.count == 4)
    }

    @Test(arguments: ["ValidationException", "AccessDeniedException", "ResourceNotFoundException", "Unheard"])
    func whatStaysIsNotTriedAgain(type: String) throws {
        let server = ScriptedServer { _ in [.answer(400, body: #"{"__type":"a#\#(type)"}"#)] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let error = #expect(throws: AWSError.self) { try calls.send() }
        #expect(error?.type == type && error?.attempts == 1 && server.requests.count == 1)
    }

    @Test func eachAttemptIsSignedAtItsOwnTime() throws {
        let server = ScriptedServer(script: [[.pause(milliseconds: 1100), .answer(500)], [.answer()]])
        defer { server.stop() }
        _ = try ServiceCalls(server).send()
        let dates = server.requests.compactMap { $0.headers["x-amz-date"] }
        #expect(dates.count == 2 && dates[0] < dates[1])
        #expect(Set(server.requests.compactMap { $0.headers["authorization"] }).count == 2)
        #expect(server.requests.allSatisfy(ServiceCalls.isSigned))
    }

    @Test func anAnswerWithTheWrongChecksumIsDamaged() throws {
        // CRC-32 of "123456789", the check value of the algorithm's definition: 0xCBF43926.
        let right = ScriptedServer.Step.answer(200, ["x-amz-crc32": "3421780262"], body: "123456789")
        let wrong = ScriptedServer.Step.answer(200, ["x-amz-crc32": "3421780262"], body: "123456780")
        let server = ScriptedServer(script: [[wrong], [wrong], [right], [wrong], [wrong], [wrong], [wrong]])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        #expect(try calls.send() == "123456789")
        let error = #expect(throws: AWSError.self) { try calls.send() }
        #expect(error?.type == "ChecksumMismatch" && error?.kind == .unavailable && error?.attempts == 4)
    }

    @Test(arguments: ["", "abc", "-1", "99999999999"]) func aChecksumThatIsNoneIsNotCompared(header: String) throws {
        let server = ScriptedServer(script: [[.answer(200, ["x-amz-crc32": header], body: "x")]])
        defer { server.stop() }
        #expect(try ServiceCalls(server).send() == "x")
    }

    @Test func aConnectionIsKeptBetweenCalls() throws {
        let server = ScriptedServer { _ in [.answer()] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        for _ in 0..<3 { _ = try calls.send() }
        #expect(server.connections == 1)
    }
}
