import EmbeddedAWS
import JSON
import Terminal

/// What one event came to.
struct ReplayResult {
    enum Verdict: String {
        case pass = "PASS"
        case fail = "FAIL"
        /// There is nothing to compare with, and the answer is no failure.
        case noExpectation = "no expectation"
    }

    let name: String
    let function: String
    let result: FunctionInstance.Result
    let initMilliseconds: Double?
    let differences: [Expectation.Difference]
    let verdict: Verdict
    /// The answer in API Gateway's form; nil for errors and for what is not JSON.
    let answer: ProxyAnswer?
    /// Calls that the embedded Bedrock endpoint counted; nil where it was not the one to ask.
    let modelCalls: Int?

    init(
        _ event: SampleEvent, _ result: FunctionInstance.Result, initMilliseconds: Double?, modelCalls: Int? = nil
    ) {
        self.modelCalls = modelCalls
        name = event.name
        function = event.function
        self.result = result
        self.initMilliseconds = initMilliseconds
        if case .response(let bytes) = result.answer, let json = try? JSONValue(parsing: bytes) {
            answer = ProxyAnswer(json)
        } else {
            answer = nil
        }
        if let expectation = event.expectation {
            differences = expectation.differences(from: result.answer)
            verdict = differences.isEmpty ? .pass : .fail
        } else {
            let status = answer?.status
            let isFine = status.map { (100..<500).contains($0) } ?? false
            differences = isFine ? [] : [Self.failure(result.answer, status)]
            verdict = isFine ? .noExpectation : .fail
        }
    }

    private static func failure(
        _ answer: FunctionInstance.Result.Answer, _ status: Int?
    ) -> Expectation.Difference {
        let got =
            switch answer {
            case .error(let type, let message): "the error \(type): \(message)"
            case .response: status.map(String.init) ?? "no statusCode"
            }
        return Expectation.Difference(path: "statusCode", expected: "below 500", got: got)
    }

    /// The status, or that it was an error, in a few characters.
    var status: String {
        if let status = answer?.status { return String(status) }
        if case .error = result.answer { return "error" }
        return "-"
    }

    /// Bytes of the body as a caller gets it; of an error none.
    var bodyBytes: Int { answer?.body.utf8.count ?? 0 }

    /// The form of `--json`.
    func json(withLog: Bool, withBody: Bool) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("name", .string(name)), ("function", .string(function)), ("verdict", .string(verdict.rawValue)),
            ("passed", .bool(verdict != .fail)), ("statusCode", answer?.status.map { .number(String($0)) } ?? .null),
            ("bodyBytes", .number(String(bodyBytes))), ("durationMs", Self.number(result.milliseconds)),
            ("initMs", Self.number(initMilliseconds)),
            ("peakKiB", result.peakMemory.map { .number(String($0)) } ?? .null),
            ("modelCalls", modelCalls.map { .number(String($0)) } ?? .null),
            (
                "differences",
                .array(
                    differences.map {
                        ["path": .string($0.path), "expected": .string($0.expected), "got": .string($0.got)]
                    })
            ),
        ]
        if case .error(let type, let message) = result.answer {
            members += [("errorType", .string(type)), ("errorMessage", .string(message))]
        }
        if withLog { members.append(("log", .array(result.log.map { .string($0) }))) }
        if withBody { members.append(("body", answer.map { $0.json ?? .string($0.body) } ?? .null)) }
        return .object(members)
    }

    private static func number(_ milliseconds: Double?) -> JSONValue {
        milliseconds.map { .number(Columns.decimal($0, 3)) } ?? .null
    }
}
