import Bytes
import Foundation
import Support
import Testing

@testable import LambdaRuntime

extension LoopTests {
    /// The start of a function: the address, the configuration, and what `/init/error` is told.
    @Suite struct InitializationTests {
        struct Echo: LambdaHandler {
            func handle(_ invocation: borrowing Invocation, _ response: inout ByteBuffer) {
                response.append(invocation.event)
            }
        }

        struct Boom: Error, CustomStringConvertible { let description = "no \"table\"\n🛩" }

        @Test func aFailedInitialisationIsPostedAndEndsTheProcess() throws {
            let (status, requests, lines) = try start([[.accepted]]) { throw Boom() }
            #expect(status == 1 && requests.count == 1 && lines.count == 1)
            let request = try #require(requests.first)
            #expect(request.line == "POST /2018-06-01/runtime/init/error HTTP/1.1")
            #expect(request.headers["lambda-runtime-function-error-type"] == "Function.InitializationFailed")
            #expect(request.headers["content-length"] == "\(request.body.count)" && request.receives == 1)
            let body = try LogCapture.object(String(decoding: request.body, as: UTF8.self))
            #expect(body["errorType"] as? String == "Function.InitializationFailed")
            #expect(body["errorMessage"] as? String == "no \"table\"\n🛩")
            #expect((body["stackTrace"] as? [String]) == [])
            let line = try LogCapture.object(try #require(lines.first))
            #expect(line["level"] as? String == "ERROR" && line["cause"] as? String == "no \"table\"\n🛩")
        }

        @Test func aBadValueNamesItsVariable() throws {
            let (status, requests, lines) = try start([[.accepted]]) {
                throw Environment.BadValue("TABLE_NAME", value: "é", allowed: "a name")
            }
            #expect(status == 1 && lines.count == 1)
            #expect(requests.first?.headers["lambda-runtime-function-error-type"] == "Function.BadConfiguration")
            #expect(lines.first?.contains("environment variable TABLE_NAME is \\\"é\\\": it must be a name") == true)
        }

        @Test(arguments: [("AWS_LAMBDA_LOG_FORMAT", "XML"), ("AWS_LAMBDA_LOG_LEVEL", "LOUD")])
        func aBadLogSettingIsOne(name: String, value: String) throws {
            let (status, requests, lines) = try start([[.accepted]], [name: value]) { Echo() }
            #expect(status == 1 && requests.count == 1 && lines.count == 1)
            #expect(lines.first?.contains("environment variable \(name) is") == true)
        }

        @Test(arguments: [[ScriptedServer.Step.status(403)], [.close], [.leave]])
        func thatItCannotBePostedChangesNothing(steps: [ScriptedServer.Step]) throws {
            let (status, _, lines) = try start([steps]) { throw Boom() }
            #expect(status == 1 && lines.count == 1)
        }

        @Test func aFunctionThatStartsServes() throws {
            let script: [[ScriptedServer.Step]] = [
                [.event("[1]")], [.accepted],
            ]
            let (status, requests, lines) = try start(script, ["AWS_LAMBDA_LOG_FORMAT": "text"]) { Echo() }
            #expect(status == 1 && requests.count == 3 && lines.count == 1)
            #expect(lines.first?.contains("\tERROR\t") == true)
        }

        @Test(arguments: [
            nil, "", "localhost", "localhost:", ":9001", "localhost:0", "localhost:+80", "localhost:65536",
            "localhost:x",
            "http://localhost:9001", "local host:9001", "a/b:80", "[]:80", "é:80", "a\r\nX:80",
        ]) func withoutARuntimeAPIThereIsOneLineThatSaysWhatToDo(address: String?) throws {
            let capture = LogCapture()
            let environment = Environment { $0 == "AWS_LAMBDA_RUNTIME_API" ? address : nil }
            let status = LambdaFunction.start("GetSchools", environment, errors: capture.descriptor) { _, _ in Echo() }
            #expect(status == 1)
            #expect(capture.lines.count == 1)
            #expect(capture.text.hasPrefix("GetSchools: AWS_LAMBDA_RUNTIME_API is "))
            #expect(capture.text.hasSuffix("To run it here: ./build.sh replay\n"))
        }

        private func start(
            _ script: [[ScriptedServer.Step]], _ variables: [String: String] = [:],
            _ initialize: @escaping () throws -> Echo
        ) throws -> (Int32, [ScriptedServer.Request], [String]) {
            let fake = ScriptedServer(script: script)
            defer { fake.stop() }
            let capture = LogCapture()
            let address = fake.authority
            let environment = Environment { $0 == "AWS_LAMBDA_RUNTIME_API" ? address : variables[$0] }
            let status = LambdaFunction.start("GetSchools", environment, errors: capture.descriptor) { _, _ in
                try initialize()
            }
            return (status, fake.requests, capture.lines)
        }
    }
}
