import Bytes
import Foundation
import JSON
import Testing

@testable import EmbeddedAWS

@Suite struct RuntimeAPIEndpointTests {
    private let endpoint = RuntimeAPIEndpoint(functionName: "GetSchools")

    private func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], _ headers: [(name: String, value: String)] = []
    ) -> (status: Int, type: String?) {
        let answer = endpoint.respond(to: HTTPRequest(method: method, path: path, headers: headers, body: body))
        return (answer.status, (try? JSONValue(parsing: answer.body))?["errorType"]?.string)
    }

    private func next() throws -> [String: String] {
        let answer = endpoint.respond(
            to: HTTPRequest(method: "GET", path: "/2018-06-01/runtime/invocation/next", headers: []))
        try #require(answer.status == 200)
        return Dictionary(uniqueKeysWithValues: answer.headers.map { ($0.name, $0.value) })
    }

    private func path(_ id: String, _ end: String) -> String { "/2018-06-01/runtime/invocation/\(id)/\(end)" }

    @Test func handsOutAnEventWithItsContext() throws {
        endpoint.begin(Array("{}".utf8), timeoutMilliseconds: 3000)
        let headers = try next()
        let id = try #require(headers["Lambda-Runtime-Aws-Request-Id"])
        #expect(UUID(uuidString: id) != nil)
        let deadline = try #require(headers["Lambda-Runtime-Deadline-Ms"].flatMap(Int.init))
        #expect((2000...3100).contains(deadline - UTCTime.now().milliseconds))
        #expect(
            headers["Lambda-Runtime-Invoked-Function-Arn"]
                == "arn:aws:lambda:us-east-1:012345678912:function:GetSchools")
        #expect(headers["Lambda-Runtime-Trace-Id"]?.hasPrefix("Root=1-") == true)
        // Asked again without an answer, the emulator hands out the same one.
        #expect(try next()["Lambda-Runtime-Aws-Request-Id"] == id)
        #expect(send("POST", path(id, "response"), Array("{\"a\":1}".utf8)).status == 202)
        guard case .response(let bytes)? = endpoint.waitForOutcome()?.outcome else {
            Issue.record("no response")
            return
        }
        #expect(bytes == Array("{\"a\":1}".utf8))
    }

    @Test func refusesWrongIdsAndSecondAnswers() throws {
        #expect(send("POST", path("none", "response")) == (400, "InvalidRequestID"))
        endpoint.begin([], timeoutMilliseconds: 3000)
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        #expect(send("POST", path("other", "error")) == (400, "InvalidRequestID"))
        #expect(send("POST", path(id, "response")).status == 202)
        #expect(send("POST", path(id, "response")) == (403, "InvalidStateTransition"))
        #expect(send("POST", path(id, "error")) == (403, "InvalidStateTransition"))
        #expect(send("POST", "/2018-06-01/runtime/init/error") == (403, "InvalidStateTransition"))
    }

    @Test func refusesAnswersBeyondTheLimit() throws {
        endpoint.begin([], timeoutMilliseconds: 3000)
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        let large = [UInt8](repeating: 0x20, count: RuntimeAPIEndpoint.maximumResponse + 1)
        #expect(send("POST", path(id, "response"), large) == (413, "RequestEntityTooLarge"))
        guard case .error(let type, _)? = endpoint.waitForOutcome()?.outcome else {
            Issue.record("no error")
            return
        }
        #expect(type == "Function.ResponseSizeTooLarge")
        endpoint.begin([], timeoutMilliseconds: 3000)
        let second = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        #expect(send("POST", path(second, "response"), Array(large.dropLast())).status == 202)
    }

    @Test func takesErrorsWithTheTypeOfTheHeader() throws {
        endpoint.begin([], timeoutMilliseconds: 3000)
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        let body = Array(#"{"errorType":"Other","errorMessage":"why"}"#.utf8)
        #expect(
            send("POST", path(id, "error"), body, [("lambda-runtime-function-error-type", "Function.Why")]).status
                == 202)
        guard case .error(let type, let got)? = endpoint.waitForOutcome()?.outcome else {
            Issue.record("no error")
            return
        }
        #expect((type, FunctionErrorBody.message(got)) == ("Function.Why", "why"))
    }

    @Test func takesAnInitializationError() {
        #expect(send("POST", "/2018-06-01/runtime/init/error", Array(#"{"errorMessage":"x"}"#.utf8)).status == 202)
        #expect(endpoint.waitForFirstNext(until: .now().advanced(milliseconds: 1000)) == nil)
        guard case .initializationError(let type, _)? = endpoint.reportedInitializationError else {
            Issue.record("no error")
            return
        }
        #expect(type == "Runtime.Unknown")
    }

    @Test func aWaitingNextEndsWithTheProcess() {
        let endpoint = endpoint
        Thread.detachNewThread {
            usleep(50_000)
            endpoint.processEnded("exit status 1")
        }
        #expect(send("GET", "/2018-06-01/runtime/invocation/next").status == 503)
    }

    @Test(arguments: [("GET", "/2018-06-01/ping", 200), ("GET", "/x", 404), ("PUT", "/2018-06-01/ping", 404)])
    func knowsItsPaths(method: String, path: String, status: Int) {
        #expect(send(method, path).status == status)
    }

    @Test func anEventThatNobodyAnswersHasNoOutcome() {
        endpoint.begin([], timeoutMilliseconds: 20)
        #expect(endpoint.waitForOutcome()?.outcome == nil)
    }
}
