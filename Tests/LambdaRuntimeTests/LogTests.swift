import Bytes
import Foundation
import Support
import Testing

@testable import LambdaRuntime

@Suite struct LogTests {
    @Test func aJSONLineHasTheNamesThatLambdaKnows() throws {
        let capture = LogCapture()
        let log = Log(descriptor: capture.descriptor)
        log.requestID = "id-1"
        log.write(
            .info, "GET", ["path": .string("/schools"), "bytes": .integer(-7), "duration": .microseconds(12_345)])
        let line = try #require(capture.lines.first)
        let pattern =
            /^\{"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"INFO","requestId":"id-1","message":"GET",.*\}$/
        #expect(line.wholeMatch(of: pattern) != nil)
        #expect(line.hasSuffix(#","path":"/schools","bytes":-7,"duration":12.345}"#))
        let object = try LogCapture.object(line)
        let time = try #require(object["timestamp"] as? String)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        #expect(abs(try Date(time, strategy: style).timeIntervalSinceNow) < 60)
    }

    @Test func aTextLineIsSeparatedByTabs() throws {
        let capture = LogCapture()
        let log = Log(format: .text, descriptor: capture.descriptor)
        log.requestID = "id-1"
        log.warn("two\nlines\t\"x\"", ["key": .string("a b\n\"c\""), "n": .integer(3), "ms": .microseconds(5)])
        let parts = try #require(capture.lines.first).components(separatedBy: "\t")
        #expect(capture.lines.count == 1)
        #expect(
            Array(parts.dropFirst()) == [
                "id-1", "WARN", #"two\nlines\t\"x\""#, #"key="a b\n\"c\"""#, "n=3", "ms=0.005",
            ])
    }

    @Test func linesBelowTheLevelAreNotWritten() throws {
        for (index, level) in Log.Level.allCases.enumerated() {
            let capture = LogCapture()
            let log = Log(level: level, descriptor: capture.descriptor)
            for level in Log.Level.allCases { log.write(level, "x") }
            let names = try capture.lines.map { try LogCapture.object($0)["level"] as? String }
            #expect(names == Array(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"].dropFirst(index)))
        }
        let capture = LogCapture()
        let log = Log(descriptor: capture.descriptor)
        log.debug("no")
        log.write(.info, "yes")
        log.error("yes")
        #expect(capture.lines.count == 2)
    }

    @Test(arguments: [Log.Format.json, .text]) func anyTextIsOneLine(format: Log.Format) throws {
        var chance = Chance(seed: 5)
        let capture = LogCapture()
        let log = Log(format: format, descriptor: capture.descriptor)
        var messages: [String] = []
        for _ in 0..<500 {
            messages.append(chance.text(upTo: 80))
            log.requestID = format == .json ? chance.text(upTo: 10) : "id"
            log.error(messages.last ?? "", ["cause": .string(chance.text(upTo: 80))])
        }
        #expect(capture.lines.count == 500)
        #expect(capture.text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A || (format == .text && $0 == 0x09) })
        if format == .json {
            #expect(try capture.lines.map { try LogCapture.object($0)["message"] as? String } == messages)
        } else {
            #expect(capture.lines.allSatisfy { $0.components(separatedBy: "\t").count == 5 })
        }
    }

    @Test(arguments: ["x", "é", "🛩", "\u{1}", "\n"]) func longTextIsCut(piece: String) throws {
        let capture = LogCapture()
        let log = Log(descriptor: capture.descriptor)
        let text = String(repeating: piece, count: 1_000_000)
        log.error(text, ["cause": .string(text)])
        let line = try #require(capture.lines.first)
        #expect(capture.lines.count == 1 && line.utf8.count < 60_000)
        let message = try #require(try LogCapture.object(line)["message"] as? String)
        #expect(message.utf8.count <= 4102 && message.hasSuffix("…") && message.hasPrefix(piece))
    }

    @Test func aFullPipeIsWaitedForAndGivenUp() throws {
        let (end, full) = try pipe(nonBlocking: true)
        let log = Log(descriptor: full)
        let block = [UInt8](repeating: 0x2E, count: 4096)
        while Glibc.write(full, block, block.count) > 0 {}
        // A reader that comes late gets the whole line.
        Thread {
            usleep(200_000)
            _ = Self.read(end)
        }.start()
        log.write(.info, "late", ["cause": .string(String(repeating: "y", count: 4000))])
        usleep(10_000)
        let rest = Self.read(end)
        #expect(rest.hasSuffix("\"}\n") || rest.isEmpty)
        // Without a reader it ends.
        while Glibc.write(full, block, block.count) > 0 {}
        let start = Instant.now()
        log.write(.info, "lost")
        #expect((2000...6000).contains(Instant.now().milliseconds(since: start)))
        close(end)
        close(full)
    }

    /// A log that cannot be written is lost, at once, and the next descriptor gets its own lines.
    @Test func aClosedDescriptorIsNotWaitedFor() throws {
        let (end, closed) = try pipe(nonBlocking: false)
        close(end)
        signal(SIGPIPE, SIG_IGN)
        let start = Instant.now()
        Log(descriptor: closed).error("to nobody")
        close(closed)
        Log(descriptor: -1).error("nowhere")
        #expect(Instant.now().milliseconds(since: start) < 900)
        let capture = LogCapture()
        Log(descriptor: capture.descriptor).error("to somebody")
        #expect(capture.lines.count == 1 && capture.text.contains("to somebody"))
    }

    @Test func aLineIsOneWrite() throws {
        // A pipe in packet mode keeps the bounds of each write.
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends) == 0)
        let log = Log(descriptor: ends[1])
        for length in [1, 100, 4096, 10_000] {
            log.write(.info, String(repeating: "z", count: length), ["n": .integer(length)])
        }
        for _ in 0..<4 {
            var packet = [UInt8](repeating: 0, count: 65_536)
            let count = recv(ends[0], &packet, packet.count, Int32(MSG_DONTWAIT))
            #expect(count > 0 && packet[count - 1] == 0x0A && packet[..<count].filter { $0 == 0x0A }.count == 1)
        }
        for end in ends { close(end) }
    }

    private func pipe(nonBlocking: Bool) throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Glibc.pipe(&ends) == 0)
        for end in ends where nonBlocking { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        return (ends[0], ends[1])
    }

    /// Everything that is in the pipe now.
    private static func read(_ end: Int32) -> String {
        var text: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = Glibc.read(end, &block, block.count), count > 0 { text += block[..<count] }
        return String(decoding: text, as: UTF8.self)
    }

    @Test(arguments: [Log.Format.json, .text])
    func untrustedTextIsTheSameButNotFound(format: Log.Format) throws {
        let capture = LogCapture()
        let text = "the ERROR of Bedrock's method, \"é\" \n東"
        Log(format: format, descriptor: capture.descriptor).warn("left out", ["schoolId": .untrusted(text)])
        let line = try #require(capture.lines.first)
        for word in Log.searchedWords { #expect(!line.contains(word)) }
        if format == .json { #expect(try LogCapture.object(line)["schoolId"] as? String == text) }
    }
}
