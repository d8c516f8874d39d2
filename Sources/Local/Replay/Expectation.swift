import EmbeddedAWS
import JSON

/// The expected result of an event. `ReplayOptions.help` tells its form and the rules of the comparison.
struct Expectation {
    private let expected: JSONValue

    init(_ expected: JSONValue) { self.expected = expected }

    /// Status 200 and an explanation.
    static let anyExplanation = Expectation(["statusCode": 200, "body": ["explanation": "*"]])

    /// The expected status; nil if any will do, or an error is expected.
    var status: Int? { expected["statusCode"]?.integer }

    /// A place where a result is not as expected.
    struct Difference: Equatable {
        /// `body.schools[3].name`
        let path: String
        let expected: String
        let got: String
    }

    /// How many differences are reported, at most.
    static let maximumDifferences = 20

    /// Compares with what became of an event.
    func differences(from outcome: FunctionInstance.Result.Outcome) -> [Difference] {
        switch (outcome, expected["errorType"]) {
        case (.error(let type, _), let wanted?): return Self.compare(wanted, .string(type), at: "errorType")
        case (.error(let type, let message), nil):
            return [Difference(path: "response", expected: "a response", got: "the error \(type): \(message)")]
        case (.response(let bytes), let wanted?):
            return [Difference(path: "errorType", expected: wanted.text, got: "the response \(Self.shown(bytes))")]
        case (.response(let bytes), nil):
            guard let response = ReceivedResponse(bytes) else {
                return [Difference(path: "response", expected: "a JSON object", got: Self.shown(bytes))]
            }
            return Array(differences(from: response).prefix(Self.maximumDifferences))
        }
    }

    private func differences(from response: ReceivedResponse) -> [Difference] {
        (expected.members ?? []).flatMap { name, wanted -> [Difference] in
            switch name {
            case "function", "environment": return []
            case "headers":
                return (wanted.members ?? []).flatMap { header, value in
                    Self.compare(value, response.header(header).map { .string($0) }, at: "headers.\(header)")
                }
            case "body" where wanted.isNull && response.body.isEmpty: return []
            case "body" where wanted.isNull || wanted.string != nil:
                return Self.compare(wanted, .string(response.body), at: "body")
            case "body":
                guard let body = response.json else {
                    return [Difference(path: "body", expected: "JSON", got: Self.shown(Array(response.body.utf8)))]
                }
                return Self.compare(wanted, body, at: "body")
            default: return Self.compare(wanted, response.json(name), at: name)
            }
        }
    }

    /// Returns the differences between values by the rules above.
    static func compare(_ wanted: JSONValue, _ got: JSONValue?, at path: String) -> [Difference] {
        let different = [Difference(path: path, expected: shown(wanted), got: got.map(shown) ?? "nothing")]
        switch (wanted, got) {
        case (.null, nil), (.null, .null?): return []
        case (.string("*"), let got?): return got.isNull ? different : []
        case (.bool(let a), .bool(let b)?) where a == b: return []
        case (.number(let a), .number(let b)?) where a == b: return []
        case (.string(let a), .string(let b)?) where a.utf8.elementsEqual(b.utf8): return []
        case (.object(let members), .object?):
            return members.flatMap { compare($0.value, got?[$0.name], at: "\(path).\($0.name)") }
        case (.array(let a), .array(let b)?):
            let count = Difference(path: "\(path).length", expected: "\(a.count)", got: "\(b.count)")
            return (a.count == b.count ? [] : [count])
                + zip(a, b).enumerated().flatMap { compare($1.0, $1.1, at: "\(path)[\($0)]") }
        default: return different
        }
    }

    private static func shown(_ value: JSONValue) -> String { shown(Array(value.text.utf8)) }

    private static func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix(200), as: UTF8.self) + (bytes.count > 200 ? "…" : "")
    }
}
