import EmbeddedAWS
import Foundation
import Support
import Testing

@testable import Local

/// The C program that bench compares the functions with, run as a function.
@Suite(
    .enabled(
        if: Parts.mustRun(FileManager.default.fileExists(atPath: "\(Parts.root.path)/.build/floor.zip")),
        ".build/floor.zip is not built: run ./build.sh test or ./build.sh bench"))
struct FloorTests {
    private func run(
        _ event: String, _ variables: [(String, String)] = []
    ) throws -> (outcome: FunctionInstance.Result.Outcome, log: [String]) {
        let package = try FunctionPackage("\(Parts.root.path)/.build/floor.zip")
        let instance = try FunctionInstance(name: "floor", program: package.program) {
            variables + [("AWS_LAMBDA_RUNTIME_API", $0)]
        }
        // Twice: the connection is kept.
        _ = instance.invoke(Array("{}".utf8), timeoutMilliseconds: 5000)
        let result = instance.invoke(Array(event.utf8), timeoutMilliseconds: 5000)
        return (result.outcome, result.log)
    }

    @Test(arguments: [
        "{}", " [ ] ", "7", #"{"a":[1,-2.5e+3,{"b":"\"\\\\"}],"c":null,"d":{"e":{}}}"#,
        "[" + String(repeating: #""0123456789","#, count: 500_000) + "0]",
    ])
    func respondsToEveryEventThatIsJSON(event: String) throws {
        guard case .response(let bytes) = try run(event).outcome else {
            Issue.record("no response")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"statusCode":200,"body":"floor"}"#)
    }

    /// However long the response is, it is JSON.
    @Test(arguments: [28, 33, 1000, 5_000_000]) func respondsWithAsManyBytesAsAsked(count: Int) throws {
        guard case .response(let bytes) = try run("{}", [("FLOOR_BYTES", "\(count)")]).outcome else {
            Issue.record("no response")
            return
        }
        #expect(bytes.count == count && ReceivedResponse(bytes)?.body.utf8.count == count - 28)
    }

    @Test(arguments: [
        "", "{", "[1,]", "[1 2]", #"{"a":}"#, #"{"a" 1}"#, "{1:2}", #"{"a":1,}"#, "[}", "]", #""a"#, "{}{}",
    ])
    func endsAtAnEventThatIsNot(event: String) throws {
        let (outcome, log) = try run(event)
        guard case .error(let type, let message) = outcome else {
            Issue.record("a response")
            return
        }
        #expect(type == "Runtime.ExitError" && message.hasSuffix("exit status 1"))
        #expect(log == ["floor: expected an event that is JSON"])
    }
}
