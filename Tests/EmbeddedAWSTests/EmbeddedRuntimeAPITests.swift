import Bytes
import Foundation
import JSON
import Testing

@testable import EmbeddedAWS

/// The Runtime API without sockets: requests in, responses out.
@Suite struct EmbeddedRuntimeAPITests {
    private var api = RuntimeAPI(functionName: "GetSchools")

    private mutating func send(
        _ method: String, _ path: String, _ body: [UInt8] = [], _ headers: [(name: String, value: String)] = []
    ) -> (status: Int?, type: String?) {
        let response = api.respond(to: HTTPRequest(method: method, path: path, headers: headers, body: body))
        return (response?.status, (try? JSONValue(parsing: response?.body ?? []))?["errorType"]?.string)
    }

    private mutating func next() throws -> [String: String] {
        #expect(send("GET", "/2018-06-01/runtime/invocation/next").status == nil)
        let next = api.next()
        let response = try #require(next)
        try #require(response.status == 200)
        return Dictionary(uniqueKeysWithValues: response.headers.map { ($0.name, $0.value) })
    }

    private func path(_ id: String, _ end: String) -> String { "/2018-06-01/runtime/invocation/\(id)/\(end)" }

    @Test mutating func handsOutAnEventWithItsContext() throws {
        #expect(api.next() == nil)
        api.begin(Array("{}".utf8), timeoutMilliseconds: 3000)
        let headers = try next()
        let id = try #require(headers["Lambda-Runtime-Aws-Request-Id"])
        #expect(UUID(uuidString: id) != nil)
        let deadline = try #require(headers["Lambda-Runtime-Deadline-Ms"].flatMap(Int.init))
        #expect((2000...3100).contains(deadline - UTCTime.now().milliseconds))
        #expect(
            headers["Lambda-Runtime-Invoked-Function-Arn"]
                == "arn:aws:lambda:us-east-1:012345678912:function:GetSchools")
        #expect(headers["Lambda-Runtime-Trace-Id"]?.hasPrefix("Root=1-") == true)
        // Asked again before there is a response, the emulator hands out the same event.
        #expect(try next()["Lambda-Runtime-Aws-Request-Id"] == id)
        #expect(send("POST", path(id, "response"), Array("{\"a\":1}".utf8)).status == 202)
        guard case .response(let bytes)? = api.outcome else {
            Issue.record("no response")
            return
        }
        #expect(bytes == Array("{\"a\":1}".utf8))
        #expect(api.next() == nil, "an event that is over is not handed out")
    }

    /// As AWS's emulator does: a length up to 2,048 bytes, chunks above.
    @Test(arguments: [(0, false), (2048, false), (2049, true)])
    mutating func sendsLargeEventsInChunks(size: Int, isChunked: Bool) throws {
        api.begin([UInt8](repeating: 0x20, count: size), timeoutMilliseconds: 3000)
        let next = api.next()
        let bytes = try #require(next).bytes
        let text = String(decoding: bytes, as: UTF8.self)
        let event = String(repeating: " ", count: size)
        #expect(
            text.hasSuffix(isChunked ? "\r\n801\r\n\(event)\r\n0\r\n\r\n" : "Content-Length: \(size)\r\n\r\n\(event)"))
        #expect(text.contains("Transfer-Encoding: chunked") == isChunked)
    }

    @Test mutating func refusesWrongIdsAndSecondResponses() throws {
        #expect(send("POST", path("none", "response")) == (400, "InvalidRequestID"))
        api.begin([], timeoutMilliseconds: 3000)
        #expect(send("POST", path(api.requestID, "response")) == (400, "InvalidRequestID"), "it was not handed out")
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        #expect(send("POST", path("other", "error")) == (400, "InvalidRequestID"))
        #expect(send("POST", path(id, "response")).status == 202)
        #expect(send("POST", path(id, "response")) == (403, "InvalidStateTransition"))
        #expect(send("POST", path(id, "error")) == (403, "InvalidStateTransition"))
        #expect(send("POST", "/2018-06-01/runtime/init/error") == (403, "InvalidStateTransition"))
    }

    @Test mutating func refusesResponsesAboveTheLimit() throws {
        api.begin([], timeoutMilliseconds: 3000)
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        let large = [UInt8](repeating: 0x20, count: RuntimeAPI.maximumResponse + 1)
        #expect(send("POST", path(id, "response"), large) == (413, "RequestEntityTooLarge"))
        guard case .error(let type, _)? = api.outcome else {
            Issue.record("no error")
            return
        }
        #expect(type == "Function.ResponseSizeTooLarge")
        api.begin([], timeoutMilliseconds: 3000)
        let second = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        #expect(send("POST", path(second, "response"), Array(large.dropLast())).status == 202)
    }

    @Test mutating func takesErrorsWithTheTypeOfTheHeader() throws {
        api.begin([], timeoutMilliseconds: 3000)
        let id = try #require(try next()["Lambda-Runtime-Aws-Request-Id"])
        let body = Array(#"{"errorType":"Other","errorMessage":"why"}"#.utf8)
        #expect(
            send("POST", path(id, "error"), body, [("lambda-runtime-function-error-type", "Function.Why")]).status
                == 202)
        guard case .error(let type, let got)? = api.outcome else {
            Issue.record("no error")
            return
        }
        #expect((type, FunctionInstance.message(got)) == ("Function.Why", "why"))
    }

    @Test mutating func takesAnInitializationError() {
        #expect(send("POST", "/2018-06-01/runtime/init/error", Array(#"{"errorMessage":"x"}"#.utf8)).status == 202)
        guard case .error(let type, _)? = api.initializationError else {
            Issue.record("no error")
            return
        }
        #expect(type == "Runtime.Unknown")
    }

    @Test(arguments: [("GET", "/2018-06-01/ping", 200), ("GET", "/x", 404), ("PUT", "/2018-06-01/ping", 404)])
    mutating func knowsItsPaths(method: String, path: String, status: Int) {
        #expect(send(method, path).status == status)
    }
}
