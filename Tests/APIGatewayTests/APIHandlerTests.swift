import Bytes
import Foundation
import JSON
import Support
import Testing

@testable import APIGateway
@testable import LambdaRuntime

@Suite struct APIHandlerTests {
    /// What a handler made of one invocation.
    private struct Outcome {
        var json: [String: Any] = [:]
        /// The log's lines, as written and as JSON.
        var text: [String] = []
        var lines: [[String: Any]] = []
        var failure: FunctionError?

        var status: Int? { json["statusCode"] as? Int }
        var headers: [String: String] { json["headers"] as? [String: String] ?? [:] }
        var body: String { json["body"] as? String ?? "" }
        var access: [[String: Any]] { lines.filter { $0["method"] != nil } }
    }

    private func run(
        _ event: [UInt8], milliseconds: Int = 2000, elapsed: Int = 0,
        _ handler: @escaping RequestHandler = { _, _ in ProxyResponse(.ok, body: [Array("[]".utf8)]) }
    ) throws -> Outcome {
        let capture = LogCapture()
        let log = Log(descriptor: capture.descriptor)
        log.requestID = "id-1"
        let api = APIHandler(
            routes: [(Route("GET", "/schools", servedBy: "Test"), handler)], cors: try #require(CORS(origin: "*")),
            log: log, reserveMilliseconds: 300)
        var outcome = Outcome()
        var out = ByteBuffer()
        event.withUnsafeBytes { event in
            let now = Instant.now()
            let invocation = Invocation(
                event: event, requestID: "id-1", deadline: now.advanced(milliseconds: milliseconds),
                start: now.advanced(milliseconds: -elapsed))
            do { try api.handle(invocation, &out) } catch { outcome.failure = FunctionError(error) }
        }
        if out.count > 0 {
            outcome.json = try #require(JSONSerialization.jsonObject(with: Data(out.bytes)) as? [String: Any])
        }
        outcome.text = capture.lines
        outcome.lines = try capture.lines.map { try LogCapture.object($0) }
        return outcome
    }

    @Test func aResponseHasOneAccessLine() throws {
        let outcome = try run(try EventFile("list-all").bytes)
        #expect(outcome.status == 200 && outcome.body == "[]" && outcome.lines.count == 1)
        let line = try #require(outcome.access.first)
        #expect(line["method"] as? String == "GET" && line["path"] as? String == "/schools")
        #expect(line["status"] as? Int == 200 && line["level"] as? String == "INFO")
        #expect((line["durationMs"] as? Double).map { $0 >= 0 && $0 < 1000 } == true)
    }

    @Test(arguments: [("options-schools", 204), ("method-not-allowed", 405), ("unknown-path", 404)])
    func whatNoHandlerSeesHasAnAccessLineToo(name: String, status: Int) throws {
        let outcome = try run(try EventFile(name).bytes)
        #expect(outcome.status == status && outcome.access.count == 1 && outcome.lines.count == 1)
        #expect(outcome.access.first?["status"] as? Int == status)
        #expect(outcome.headers["Access-Control-Allow-Origin"] == "*")
    }

    @Test(arguments: ["unknown-event-queue", "websocket"]) func anUnknownEventFailsTheInvocation(name: String) throws {
        let outcome = try run(try EventFile(name).bytes)
        #expect(outcome.failure?.type == "Function.UnknownEvent" && outcome.json.isEmpty)
        #expect(outcome.access.count == 1 && outcome.access.first?["status"] as? Int == 502)
    }

    @Test func textThatIsNotJSONFailsTheInvocation() throws {
        let outcome = try run(Array("not json".utf8))
        #expect(outcome.failure?.type == "Function.InvalidJSON" && outcome.access.count == 1)
    }

    @Test func aHandlersErrorIsTold() throws {
        let outcome = try run(try EventFile("list-all").bytes) { _, _ throws(HTTPError) in
            throw HTTPError(.badRequest, "Bad \"state\"")
        }
        #expect(outcome.status == 400 && outcome.lines.count == 1)
        #expect(outcome.body == #"{"error":"Bad \"state\"","requestId":"id-1"}"#)
        #expect(outcome.headers["Content-Type"] == "application/json")
    }

    /// The caller gets the status and the sentence, and the log the rest.
    @Test(arguments: [500, 503]) func aFailureIsLoggedAndNotTold(status: Int) throws {
        let outcome = try run(try EventFile("list-all").bytes) { _, _ throws(HTTPError) in
            let failure: HTTPError.Failure = ("it failed", ["cause": "the table flight-schools-secret is gone"])
            if status == 500 { throw .internalError(failure) }
            throw HTTPError(
                .serviceUnavailable, "Later", headers: [(name: "Retry-After", value: "2")], failure: failure)
        }
        #expect(outcome.status == status && outcome.headers["Retry-After"] == (status == 503 ? "2" : nil))
        #expect(outcome.body == #"{"error":"\#(status == 503 ? "Later" : "Internal error")","requestId":"id-1"}"#)
        #expect(outcome.lines.count == 2 && outcome.access.count == 1)
        #expect(outcome.lines.first?["level"] as? String == "ERROR")
        #expect(outcome.lines.first?["message"] as? String == "it failed")
        #expect((outcome.lines.first?["cause"] as? String)?.contains("secret") == true)
    }

    @Test func metricsRideOnTheAccessLine() throws {
        let outcome = try run(try EventFile("list-all").bytes) { _, _ in
            var metrics = Metrics(functionName: "Test")
            metrics.add("CacheHits", 1)
            return ProxyResponse(.ok, metrics: metrics)
        }
        #expect(outcome.lines.count == 1 && outcome.access.first?["CacheHits"] as? Int == 1)
    }

    /// A handler's time ends before the invocation's, and before API Gateway gives up, less the reserve.
    @Test(arguments: [
        (2000, 0, 1700), (2000, 1000, 1700), (900_000, 0, 28_200), (29_000, 27_000, 1200), (100, 0, -200),
    ]) func theHandlersDeadline(milliseconds: Int, elapsed: Int, left: Int) throws {
        var found: Int?
        _ = try run(try EventFile("list-all").bytes, milliseconds: milliseconds, elapsed: elapsed) { _, context in
            found = context.deadline.milliseconds(since: .now())
            #expect(context.requestID == "id-1")
            return ProxyResponse(.ok)
        }
        #expect(try ((left - 200)...left).contains(#require(found)))
    }

    /// Lambda would refuse it, and the caller would get a 502 that a page cannot read.
    @Test func aResponseThatIsTooLargeIsAnError() throws {
        let largest = ProxyResponse.maximumBytes - 1000
        let fitting = try run(try EventFile("list-all").bytes) { _, _ in
            ProxyResponse(.ok, body: [[UInt8](repeating: 0x20, count: largest)])
        }
        #expect(fitting.status == 200)
        let outcome = try run(try EventFile("list-all").bytes) { _, _ in
            ProxyResponse(.ok, body: [[UInt8](repeating: UInt8(ascii: "\""), count: largest)])
        }
        #expect(outcome.status == 500 && outcome.body == #"{"error":"Internal error","requestId":"id-1"}"#)
        #expect(outcome.lines.first?["level"] as? String == "ERROR" && outcome.access.first?["status"] as? Int == 500)
    }

    /// Operators search the log for words. A stranger's method or path must not be found, whatever it says.
    @Test(arguments: [
        ("GET", "/schools/ERROR", "GET", "/schools/ERROR"), ("GET", "/Bedrock/x", "GET", "/Bedrock/x"),
        ("GET", "/method", "GET", "/method"), ("ERROR", "/a", "ERROR", "/a"),
        ("GET", "/a b\"\n\u{1B}[31m<é", "GET", "/a%20b%22%0A%1B%5B31m%3C%C3%A9"),
        ("GET", "/%45RROR%zz", "GET", "/%45RROR%zz"), ("GET", "/ERRORERROR", "GET", "/ERRORERROR"),
        ("GET", "", "GET", ""),
    ]) func theAccessLineCannotLookLikeAnotherLine(method: String, path: String, safeMethod: String, safePath: String)
        throws
    {
        let outcome = try run(try EventFile.proxied(method, path).bytes)
        let line = try #require(outcome.access.first)
        #expect(line["method"] as? String == safeMethod && line["path"] as? String == safePath)
        let text = try #require(outcome.text.first)
        #expect(!text.contains("ERROR") && !text.contains("Bedrock"))
        #expect(text.components(separatedBy: "method").count == 2)
    }

    @Test func aLongPathIsCut() throws {
        let event = try EventFile("list-all").setting("path", to: .string("/" + String(repeating: "é", count: 5000)))
        let path = try #require(try run(event.bytes).access.first?["path"] as? String)
        #expect(path.utf8.count <= 3 * APIHandler.maximumLength)
    }
}
