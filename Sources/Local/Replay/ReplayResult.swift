import EmbeddedAWS
import JSON
import Terminal

/// The result of one event and the verdict on it.
struct ReplayResult {
    enum Verdict: String {
        case pass = "PASS"
        case fail = "FAIL"
        /// There is nothing to compare with, and the response is not a failure.
        case noExpectation = "no expectation"
    }

    let name: String
    let function: String
    let result: FunctionInstance.Result
    let initMilliseconds: Double?
    /// In KiB; nil if the process had ended before it could be asked.
    let peakMemory: Int?
    let differences: [Expectation.Difference]
    let verdict: Verdict
    /// Nil for errors and for responses that are not JSON.
    let response: ReceivedResponse?
    /// The calls that the embedded Bedrock endpoint counted; nil if the function called another one.
    let modelCalls: Int?

    init(
        _ event: SampleEvent, _ result: FunctionInstance.Result, initMilliseconds: Double?, peakMemory: Int?,
        modelCalls: Int?
    ) {
        name = event.name
        function = event.function
        self.result = result
        self.initMilliseconds = initMilliseconds
        self.peakMemory = peakMemory
        self.modelCalls = modelCalls
        if case .response(let bytes) = result.outcome { response = ReceivedResponse(bytes) } else { response = nil }
        if let expectation = event.expectation {
            differences = expectation.differences(from: result.outcome)
            verdict = differences.isEmpty ? .pass : .fail
        } else if let status = response?.status, (100..<500).contains(status) {
            differences = []
            verdict = .noExpectation
        } else {
            differences = [Self.failure(result.outcome, response?.status)]
            verdict = .fail
        }
    }

    private static func failure(
        _ outcome: FunctionInstance.Result.Outcome, _ status: Int?
    ) -> Expectation.Difference {
        let got =
            switch outcome {
            case .error(let type, let message): "the error \(type): \(message)"
            case .response: status.map(String.init) ?? "no statusCode"
            }
        return Expectation.Difference(path: "statusCode", expected: "below 500", got: got)
    }

    /// The status in a few characters: `error` for an error, `-` if there is none.
    var status: String {
        if let status = response?.status { return String(status) }
        if case .error = result.outcome { return "error" }
        return "-"
    }

    /// Bytes of the body as a caller gets it; 0 for an error.
    var bodyBytes: Int { response?.body.utf8.count ?? 0 }

    /// Returns the form of `--json`.
    func json(withLog: Bool, withBody: Bool) -> JSONValue {
        let differences = differences.map { difference -> JSONValue in
            [
                "path": .string(difference.path), "expected": .string(difference.expected),
                "got": .string(difference.got),
            ]
        }
        var members: [(name: String, value: JSONValue)] = [
            ("name", .string(name)), ("function", .string(function)), ("verdict", .string(verdict.rawValue)),
            ("passed", .bool(verdict != .fail)), ("statusCode", Self.number(response?.status)),
            ("bodyBytes", Self.number(bodyBytes)), ("durationMs", Self.number(result.milliseconds)),
            ("initMs", Self.number(initMilliseconds)), ("peakKiB", Self.number(peakMemory)),
            ("modelCalls", Self.number(modelCalls)), ("differences", .array(differences)),
        ]
        if case .error(let type, let message) = result.outcome {
            members += [("errorType", .string(type)), ("errorMessage", .string(message))]
        }
        if withLog { members.append(("log", .array(result.log.map { .string($0) }))) }
        if withBody { members.append(("body", response.map { $0.json ?? .string($0.body) } ?? .null)) }
        return .object(members)
    }

    private static func number(_ value: Int?) -> JSONValue { value.map { .number(String($0)) } ?? .null }

    private static func number(_ milliseconds: Double?) -> JSONValue {
        milliseconds.map { .number(Columns.decimal($0, 3)) } ?? .null
    }
}
