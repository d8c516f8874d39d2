import Bytes
import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What signals do to the packaged function while a request waits for a DynamoDB that does not answer.
    @Suite(.needsPackage) struct SignalTests {
        /// The signal, its name in the log, and how the process ends.
        static let fatal: [(signal: Int32, name: String, end: String)] = [
            (SIGSEGV, "SIGSEGV", "segmentation fault"), (SIGILL, "SIGILL", "illegal instruction"),
            (SIGTRAP, "SIGTRAP", "trace/breakpoint trap"), (SIGABRT, "SIGABRT", "aborted"),
            (SIGBUS, "SIGBUS", "bus error"), (SIGFPE, "SIGFPE", "floating point exception"),
        ]

        @Test(arguments: fatal)
        func aCrashIsToldInOneLineAndTakesItsCourse(signal: Int32, name: String, end: String) throws {
            try duringARequest { instance in
                kill(instance.pid, signal)
                #expect(instance.waitForExit() == "signal: \(end)")
                let log = instance.takeLog()
                #expect(log.count == 1, "\(log)")
                let line = try #require(log.first)
                let json = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(json["level"] as? String == "ERROR")
                #expect(json["signal"] as? String == name)
                #expect(json["requestId"] as? String == instance.requestID)
            }
        }

        @Test func aCrashBetweenRequestsHasNoRequestID() throws {
            try Instance.run { instance in
                _ = try instance.answer(Event.options())
                kill(instance.pid, SIGSEGV)
                #expect(instance.waitForExit() == "signal: segmentation fault")
                let log = instance.takeLog()
                #expect(log.count == 1 && log[0].contains(#""requestId":"""#), "\(log)")
            }
        }

        @Test func endsInTimeWhenIdle() throws {
            try Instance.run { instance in
                _ = try instance.answer(Event.options())
                expectQuickEnd(instance)
            }
        }

        @Test func endsInTimeBeforeTheFirstEvent() throws {
            try Instance.run { instance in
                try instance.start()
                expectQuickEnd(instance)
            }
        }

        @Test func endsInTimeInTheMiddleOfARequest() throws { try duringARequest { expectQuickEnd($0) } }

        private func expectQuickEnd(_ instance: Instance) {
            let start = Instant.now()
            kill(instance.pid, SIGTERM)
            #expect(instance.waitForExit() == "exit status 0")
            #expect(Instant.now().milliseconds(since: start) < 100)
            #expect(instance.takeLog().isEmpty)
        }

        /// Runs `body` once the function waits for DynamoDB.
        private func duringARequest(_ body: (Instance) throws -> Void) throws {
            let silent = ScriptedServer { _ in [] }
            defer { silent.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": silent.url]) { instance in
                try instance.begin(Event.list(), milliseconds: 20_000)
                try #require(silent.waitForRequests(1))
                try body(instance)
            }
        }
    }
}
