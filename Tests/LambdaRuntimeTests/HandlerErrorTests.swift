import Foundation
import LambdaRuntime
import Support
import Testing

extension LoopTests {
    /// A handler that throws: `/error`, a body that is JSON whatever the message, headers that are legal, and the loop
    /// goes on.
    @Suite struct HandlerErrorTests {
        static let messages = [
            "", "plain", "two\nlines\r\nand a header: x", "\"quoted\" \\ back\\slashed",
            "tab\there\u{0}\u{1}\u{1F}\u{7F}",
            "né 東京 🛩 \u{2028}\u{2029}\u{FFFF}", String(repeating: "m", count: 1 << 20),
            String(repeating: "🛩", count: 1 << 18), String(repeating: "\u{1}", count: 1 << 20), "{\"a\":", "%s %n ${x}",
        ]

        @Test(arguments: messages.indices) func everyMessage(index: Int) throws {
            let message = Self.messages[index]
            let run = try LoopRun([
                [.event("{}")], [.accepted],
                [.event("{}")], [.accepted],
            ]) { _, response in
                response.append("half an ans")
                throw FunctionError("TableMissing", message)
            }
            #expect(run.paths == ["next", "error", "next", "error", "next"])
            let request = try #require(run.requests.dropFirst().first)
            #expect(request.line == "POST /2018-06-01/runtime/invocation/\(RuntimeResponse.id)/error HTTP/1.1")
            #expect(request.headers["lambda-runtime-function-error-type"] == "Function.TableMissing")
            #expect(request.headers["content-length"] == "\(request.body.count)")
            #expect(request.head.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0D || $0 == 0x0A })
            #expect(request.head.utf8.count < 16_384)
            #expect(request.headers.count == 6)

            let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
            #expect(Set(body.map { Array($0.keys) } ?? []) == ["errorType", "errorMessage", "stackTrace"])
            #expect(body?["errorType"] as? String == "Function.TableMissing")
            #expect((body?["stackTrace"] as? [String])?.isEmpty == true)
            let told = try #require(body?["errorMessage"] as? String)
            if message.utf8.count <= 16_384 { #expect(told == message) } else { #expect(told.utf8.count <= 16_386) }
            #expect(message.hasPrefix(told.filter { $0 != "\u{FFFD}" }))

            let cause = try LogCapture.object(request.headers["lambda-runtime-function-xray-error-cause"] ?? "")
            let exceptions = try #require(cause["exceptions"] as? [[String: Any]])
            #expect(exceptions.first?["type"] as? String == "Function.TableMissing")
            #expect((exceptions.first?["message"] as? String)?.isEmpty == message.isEmpty)
            #expect(cause["working_directory"] as? String == "/var/task" && cause["paths"] != nil)

            // One ERROR line for each, and one for the end.
            #expect(run.lines.count == 3 && run.errors.count == 3)
            #expect(run.lines.first?["errorType"] as? String == "Function.TableMissing")
        }

        struct OutOfSchools: Error { let reason = "none\nleft" }
        enum SnakeCase_2: Error { case a }
        struct Generic<T>: Error {}
        struct É: Error {}

        @Test(
            arguments: [
                (OutOfSchools(), "Function.OutOfSchools"), (SnakeCase_2.a, "Function.SnakeCase"),
                (É(), "Function.Error"),
                (Generic<Int>(), "Function.GenericInt"), (FunctionError("A\r\nX-Evil: 1", "x"), "Function.AXEvil"),
                (FunctionError("notFound", "x"), "Function.NotFound"), (FunctionError("", "x"), "Function.Error"),
                (FunctionError("X", "x"), "Function.Error"), (FunctionError("1st_Try", "x"), "Function.StTry"),
            ] as [(any Error, String)]) func typesAreWhatLambdaTakes(error: any Error, type: String) throws
        {
            let run = try LoopRun([[.event("{}")], [.accepted]]) { _, _ in
                throw error
            }
            let request = try #require(run.requests.dropFirst().first)
            #expect(request.headers["lambda-runtime-function-error-type"] == type)
            #expect(request.headers.count == 6)
            #expect(type.firstMatch(of: /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/) != nil)
        }
    }
}
