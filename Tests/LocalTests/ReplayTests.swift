import Foundation
import JSON
import Support
import Testing

@testable import EmbeddedAWS
@testable import Local

/// The tool itself as a process, with a function that is a shell script.
@Suite struct ReplayTests {
    /// Responds to every event with 200 and a constant body, unless the event asks for something else.
    private static let function = """
        #!/bin/bash
        address=${AWS_LAMBDA_RUNTIME_API/:/\\/}
        exchange() {
            exec 3<>"/dev/tcp/$address"
            printf '%s /2018-06-01/runtime/%s HTTP/1.1\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n%s' "$1" "$2" "${#3}" "$3" >&3
            answer=
            while IFS= read -r line <&3; do answer+=$line$'\\n'; done
            answer+=$line
            id=${answer#*Request-Id: }
            id=${id%%$'\\r'*}
        }
        while true; do
            exchange GET invocation/next ''
            echo "ERROR-free line of $TABLE_NAME"
            case $answer in
                *crash*) exit 9 ;;
                *fail*) exchange POST "invocation/$id/error" '{"errorType":"Function.Oops","errorMessage":"as asked"}' ;;
                *) exchange POST "invocation/$id/response" '{"statusCode":200,"headers":{"ETag":"x"},"body":"{\\"n\\":1.50}"}' ;;
            esac
        done
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("bootstrap", Self.function)
        let zip = try ChildProcess(
            "/usr/bin/zip", arguments: ["-q", "-j", "\(folder.path)/GetSchools.zip", "\(folder.path)/bootstrap"],
            environment: [])
        try #require(zip.wait() == "exit status 0")
        try folder.write("schools.json", #"[{"schoolId":"a"}]"#)
        let events = [
            ("a-pass", #"{"path":"/schools"}"#, #"{"statusCode":200,"body":{"n":1.50}}"#),
            ("b-crash", #"{"path":"/crash"}"#, #"{"errorType":"Runtime.ExitError"}"#),
            ("c-differs", #"{"path":"/schools"}"#, #"{"statusCode":200,"body":{"n":1.5}}"#),
            ("d-fail", #"{"path":"/fail"}"#, #"{"errorType":"Function.Oops"}"#),
        ]
        for (name, event, expected) in events {
            try folder.write("\(name).json", event)
            try folder.write("\(name).expected.json", expected)
        }
        try folder.write("e-free.json", #"{"path":"/schools"}"#)
        return folder
    }

    private func replay(_ folder: TemporaryFolder, _ arguments: [String]) throws -> (end: String, output: [String]) {
        try LocalToolProcess.run(
            ["replay", "--functions", folder.path, "--events", folder.path] + arguments)
    }

    @Test func reportsEachEvent() throws {
        let folder = try folder()
        let (end, output) = try replay(folder, [])
        let text = output.joined(separator: "\n")
        #expect(end == "exit status 1", "\(text)")
        #expect(output.last == "4 passed, 1 failed", "\(text)")
        #expect(output.contains("    body.n: expected 1.5 got 1.50"), "\(text)")
        #expect(output.contains { $0.hasPrefix("b-crash") && $0.hasSuffix("PASS") }, "\(text)")
        #expect(output.contains { $0.hasPrefix("e-free") && $0.hasSuffix("no expectation") }, "\(text)")
        #expect(!text.contains("\u{1B}"), "colour is for terminals")
    }

    @Test func reportsForPrograms() throws {
        let folder = try folder()
        let (end, output) = try replay(folder, ["--json", "--verbose", "--body"])
        #expect(end == "exit status 1")
        let results = try #require(try json(output.joined(separator: "\n")).array)
        #expect(results.map { $0["verdict"]?.string } == ["PASS", "PASS", "FAIL", "PASS", "no expectation"])
        #expect(results[0]["body"]?.text == #"{"n":1.50}"#)
        #expect(results[0]["log"]?.text == #"["ERROR-free line of flight-schools"]"#)
        #expect(results[0]["initMs"]?.text != "null")
        // The crash ended the process: the next event has a new one.
        #expect(results.map { $0["initMs"]?.text != "null" } == [true, false, true, false, false])
        #expect(results[1]["errorMessage"]?.string == "Runtime exited with error: exit status 9")
        #expect(results[3]["errorType"]?.string == "Function.Oops")
    }

    @Test func passesWhenAllPass() throws {
        let folder = try folder()
        let (end, output) = try replay(folder, ["\(folder.path)/a-pass.json", "\(folder.path)/d-fail.json"])
        #expect(end == "exit status 0")
        #expect(output.last == "2 passed, 0 failed")
    }

    @Test func saysWhatIsMissing() throws {
        let folder = try folder()
        try FileManager.default.removeItem(atPath: "\(folder.path)/GetSchools.zip")
        let (end, output) = try replay(folder, [])
        #expect(end == "exit status 2")
        #expect(output.count == 1)
        #expect(output.first?.contains("\(folder.path)/GetSchools.zip is missing") == true)
    }
}
