import Bytes
import Support
import Testing

@testable import AWSClient

/// What a call does about time: its own bound, the deadline, the service's wishes, and a clock that is wrong.
@Suite struct ServiceClientTimeTests {
    /// How long `body` takes, in milliseconds.
    private func time(_ body: () throws -> Void) rethrows -> Int {
        let start = Instant.now()
        try body()
        return Instant.now().milliseconds(since: start)
    }

    @Test func anAttemptIsBoundedByItself() throws {
        let server = ScriptedServer(script: [[.pause(milliseconds: 4000), .close], [.answer(body: "ok")]])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let took = try time {
            let body = try calls.send(attemptMilliseconds: 150)
            #expect(body == "ok")
        }
        #expect(took < 3000)
    }

    @Test func aSilentServiceNeverHoldsBeyondTheDeadline() throws {
        let server = ScriptedServer { _ in [.pause(milliseconds: 3000), .close] }
        defer { server.stop() }
        let calls = try ServiceCalls(server, attempts: 100)
        let took = time {
            let error = #expect(throws: AWSError.self) { try calls.send(attemptMilliseconds: 100, milliseconds: 450) }
            #expect(error?.kind == .unavailable || error?.kind == .deadlineExceeded)
            #expect((2...5).contains(error?.attempts ?? 0))
        }
        #expect((350..<2500).contains(took))
    }

    @Test func afterTheDeadlineNothingIsSent() throws {
        let server = ScriptedServer(script: [])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let error = #expect(throws: AWSError.self) { try calls.send(milliseconds: 0) }
        #expect(error?.kind == .deadlineExceeded && error?.attempts == 0 && server.requests.isEmpty)
    }

    @Test func theServicesWishIsHeard() throws {
        let server = ScriptedServer(script: [[.answer(503, ["x-amz-retry-after": "250"])], [.answer(body: "ok")]])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let took = try time {
            let body = try calls.send()
            #expect(body == "ok")
        }
        #expect((250..<2500).contains(took))
    }

    @Test func aWishBeyondTheDeadlineEndsTheCallAtOnce() throws {
        let server = ScriptedServer { _ in [.answer(503, ["x-amz-retry-after": "4000"])] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let took = time {
            let error = #expect(throws: AWSError.self) { try calls.send(milliseconds: 3000) }
            #expect(error?.attempts == 1 && error?.detail == "status 503")
        }
        #expect(took < 2000)
    }

    // MARK: A clock that is wrong

    private static let skewed = "Sun, 06 Nov 2033 08:49:37 GMT"
    private static let refusal = #"{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"expired"}"#

    @Test func aWrongClockIsCorrectedOnce() throws {
        let server = ScriptedServer { request in
            request.headers["x-amz-date"]?.hasPrefix("20331106T0849") == true
                ? [.answer(body: "ok")] : [.answer(400, ["Date": Self.skewed], body: Self.refusal)]
        }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        #expect(try calls.send() == "ok")
        #expect(server.requests.count == 2 && server.requests.allSatisfy(ServiceCalls.isSigned))
        // The difference is kept.
        #expect(try calls.send() == "ok")
        #expect(server.requests.count == 3)
    }

    @Test func aRefusalThatTheClockDoesNotExplainStands() throws {
        let server = ScriptedServer { _ in [.answer(400, ["Date": Self.skewed], body: Self.refusal)] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        for expected in [2, 3] {
            let error = #expect(throws: AWSError.self) { try calls.send() }
            #expect(error?.kind == .denied && error?.attempts == 1)
            #expect(server.requests.count == expected)
        }
    }

    @Test(arguments: ["", "now", "Sunday, 06-Nov-33 08:49:37 GMT"]) func withoutADateThereIsNoCorrection(date: String)
        throws
    {
        let server = ScriptedServer { _ in [.answer(403, ["Date": date], body: Self.refusal)] }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        #expect(throws: AWSError.self) { try calls.send() }
        #expect(server.requests.count == 1)
    }

    @Test func anotherRefusalIsNotBlamedOnTheClock() throws {
        let server = ScriptedServer { _ in
            [.answer(400, ["Date": Self.skewed], body: #"{"__type":"AccessDeniedException"}"#)]
        }
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        #expect(throws: AWSError.self) { try calls.send() }
        #expect(server.requests.count == 1)
    }

    /// The second request of a corrected clock has the time that the first one left, not as much again.
    @Test func theCorrectedRequestKeepsToTheDeadline() throws {
        let server = ScriptedServer(script: [
            [.pause(milliseconds: 1000), .answer(400, ["Date": Self.skewed], body: Self.refusal)],
            [.pause(milliseconds: 5000), .close],
        ])
        defer { server.stop() }
        let calls = try ServiceCalls(server)
        let took = time {
            let error = #expect(throws: AWSError.self) { try calls.send(milliseconds: 1200) }
            #expect(error?.type == "Timeout")
        }
        #expect((1100..<2000).contains(took))
    }
}
