import Bytes
import Foundation
import Support
import Testing

@testable import EmbeddedAWS

/// Processes that behave and misbehave, as shell scripts that speak the Runtime API over bash's /dev/tcp.
@Suite struct FunctionInstanceTests {
    private static let preamble = """
        #!/bin/bash
        address=${AWS_LAMBDA_RUNTIME_API/:/\\/}
        request() { # METHOD PATH BODY
            exec 3<>"/dev/tcp/$address"
            printf '%s /2018-06-01/runtime/%s HTTP/1.1\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s' "$1" "$2" "${#3}" "$3" >&3
            answer=$(cat <&3)
            id=${answer#*Request-Id: }
            id=${id%%$'\\r'*}
        }

        """

    private func instance(_ script: String, folder: TemporaryFolder) throws -> FunctionInstance {
        let program = try folder.writeProgram("bootstrap", Self.preamble + script)
        return try FunctionInstance(name: "GetSchools", program: program) {
            [("AWS_LAMBDA_RUNTIME_API", $0), ("PATH", "/usr/bin:/bin")]
        }
    }

    private func type(_ result: FunctionInstance.Result) -> String {
        switch result.outcome {
        case .error(let type, let message): "\(type): \(message)"
        case .response(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func runsOneEventAfterTheOther() throws {
        let folder = try TemporaryFolder()
        let instance = try instance(
            """
            while true; do
                request GET invocation/next
                echo "line one of $id"
                echo "line two" >&2
                request POST "invocation/$id/response" '{"statusCode":200}'
            done
            """, folder: folder)
        for _ in 0..<3 {
            let result = instance.invoke(Array("{}".utf8), timeoutMilliseconds: 5000)
            #expect(type(result) == #"{"statusCode":200}"#)
            #expect(result.log.count == 2)
            #expect(result.log.first?.hasPrefix("line one of ") == true)
            #expect(try #require(result.milliseconds) > 0)
            #expect(try #require(instance.peakMemory) > 100)
        }
        #expect(try #require(instance.initMilliseconds) > 0)
        #expect(instance.processorTime != nil)
        #expect(!instance.hasEnded)
        instance.kill()
        #expect(instance.hasEnded)
    }

    @Test(arguments: [
        ("exit 3", "exit status 3"), ("kill -SEGV $$", "signal: segmentation fault"),
        ("kill -ABRT $$", "signal: aborted"),
    ])
    func reportsHowTheProcessEnded(end: String, how: String) throws {
        let folder = try TemporaryFolder()
        let instance = try instance("ulimit -c 0\nrequest GET invocation/next\necho dying\n\(end)", folder: folder)
        let result = instance.invoke(Array("{}".utf8), timeoutMilliseconds: 5000)
        #expect(type(result) == "Runtime.ExitError: Runtime exited with error: \(how)")
        #expect(result.log == ["dying"])
        #expect(instance.hasEnded)
    }

    @Test func killsAProcessBeyondItsTime() throws {
        let folder = try TemporaryFolder()
        let instance = try instance("request GET invocation/next\nsleep 60", folder: folder)
        let result = instance.invoke(Array("{}".utf8), timeoutMilliseconds: 250)
        let text = "Task timed out after 0.25 seconds"
        #expect(type(result) == "Sandbox.Timedout: RequestId: \(instance.requestID) Error: \(text)")
        #expect(result.log.last?.hasSuffix("Z \(instance.requestID) \(text)") == true)
        #expect(instance.hasEnded)
    }

    @Test func runsOnAfterItsCallerHasGone() throws {
        let folder = try TemporaryFolder()
        let instance = try instance("request GET invocation/next\necho begun\nsleep 60", folder: folder)
        let start = Instant.now()
        let limit = start.advanced(milliseconds: 300)
        #expect(instance.invoke(Array("{}".utf8), timeoutMilliseconds: 600, until: limit) == nil)
        #expect(Instant.now() >= limit && !instance.hasEnded)
        #expect(instance.takeLog() == ["begun"])
        #expect(type(instance.finish()).hasPrefix("Sandbox.Timedout: "))
        #expect(Instant.now().milliseconds(since: start) >= 600 && instance.hasEnded)
    }

    @Test func reportsAFailedInitialization() throws {
        let folder = try TemporaryFolder()
        let instance = try instance(
            """
            request POST init/error '{"errorType":"Function.BadConfiguration","errorMessage":"TABLE_NAME"}'
            echo failed
            exit 1
            """, folder: folder)
        let result = instance.invoke(Array("{}".utf8), timeoutMilliseconds: 5000)
        #expect(type(result) == "Function.BadConfiguration: initialisation failed: TABLE_NAME")
        #expect(result.log == ["failed"])
        #expect(instance.initMilliseconds == nil)
    }

    @Test func reportsAnEndBeforeTheFirstEvent() throws {
        let folder = try TemporaryFolder()
        let result = try instance("exit 7", folder: folder).invoke([], timeoutMilliseconds: 5000)
        #expect(
            type(result) == "Runtime.ExitError: the process ended before it asked for an event: exit status 7")
    }

    @Test func refusesAProgramThatCannotBeStarted() {
        #expect(throws: FunctionInstance.Failure.self) {
            try FunctionInstance(name: "GetSchools", program: "/nonexistent/bootstrap") { _ in [] }
        }
    }

    @Test func readsMoreOutputThanAPipeHolds() throws {
        let folder = try TemporaryFolder()
        let instance = try instance(
            """
            request GET invocation/next
            for ((i = 0; i < 4000; i++)); do echo "$i 0123456789012345678901234567890123456789012345678901234567890"; done
            request POST "invocation/$id/response" '{}'
            request GET invocation/next
            """, folder: folder)
        let result = instance.invoke([], timeoutMilliseconds: 10_000)
        #expect(result.log.count == 4000)
        #expect(result.log.last?.hasPrefix("3999 ") == true)
    }

    /// A runtime may hold several connections, and fetch its event on another than the one that it posts to.
    @Test func servesSeveralConnections() throws {
        let folder = try TemporaryFolder()
        let instance = try instance(
            """
            send() { # DESCRIPTOR METHOD PATH BODY
                printf '%s /2018-06-01/runtime/%s HTTP/1.1\\r\\nContent-Length: %d\\r\\n\\r\\n%s' "$2" "$3" "${#4}" "$4" >&"$1"
            }
            exec 4<>"/dev/tcp/$address" 5<>"/dev/tcp/$address"
            while true; do
                send 4 GET invocation/next ''
                while IFS= read -r line <&4; do
                    [[ $line == *Request-Id* ]] && id=${line#*: } && id=${id%$'\\r'}
                    [[ $line == $'\\r' ]] && break
                done
                read -r -N 2 <&4 event
                send 5 POST "invocation/$id/response" "[$event]"
                while IFS= read -r line <&5; do [[ $line == *OK* ]] && break; done
            done
            """, folder: folder)
        for _ in 0..<3 { #expect(type(instance.invoke(Array("{}".utf8), timeoutMilliseconds: 5000)) == "[{}]") }
    }

    /// A process that ends between two events is noticed before the next one.
    @Test func noticesAnEndBetweenTwoEvents() throws {
        let folder = try TemporaryFolder()
        let instance = try instance(
            """
            request GET invocation/next
            request POST "invocation/$id/response" '{}'
            """, folder: folder)
        #expect(type(instance.invoke([], timeoutMilliseconds: 5000)) == "{}")
        #expect(instance.hasEnded)
    }
}
