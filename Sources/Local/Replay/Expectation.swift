import Bytes
import EmbeddedAWS
import JSON

/// What an answer must be: `{"statusCode":200,"headers":{…},"body":{…}}`, or `{"errorType":"Function.…"}`.
///
/// Of an object every expected member must be there and match; others may be there, too. Arrays match element by element
/// and have the same length. Numbers match by their digits (`4.70` is not `4.7`). The string `*` matches any value that is
/// present; `null` one that is absent or null. Header names match in any case. `body` is compared with the JSON in the
/// answer's body, or with its text where a string is expected; `null` there means no body, or an empty one. `function` and
/// `environment` say nothing of the answer: they name the function, and the variables that it is started with.
struct Expectation {
    private let expected: JSONValue

    init(_ expected: JSONValue) { self.expected = expected }

    /// 200 and an explanation.
    static let anyExplanation = Expectation(["statusCode": 200, "body": ["explanation": "*"]])

    /// The status that is expected; nil if any will do, or an error is expected.
    var status: Int? { expected["statusCode"]?.integer }

    /// One place where an answer is not as expected.
    struct Difference: Equatable {
        /// `body.schools[3].name`
        let path: String
        let expected: String
        let got: String
    }

    /// The first differences, at most this many.
    static let maximumDifferences = 20

    /// Compares with a function's answer.
    func differences(from answer: FunctionInstance.Result.Answer) -> [Difference] {
        switch (answer, expected["errorType"]) {
        case (.error(let type, _), let wanted?): return Self.compare(wanted, .string(type), at: "errorType")
        case (.error(let type, let message), nil):
            return [Difference(path: "answer", expected: "a response", got: "the error \(type): \(message)")]
        case (.response(let bytes), let wanted?):
            return [Difference(path: "errorType", expected: wanted.text, got: "the response \(Self.shown(bytes))")]
        case (.response(let bytes), nil):
            guard let response = try? JSONValue(parsing: bytes), response.members != nil else {
                return [Difference(path: "answer", expected: "a JSON object", got: Self.shown(bytes))]
            }
            return Array(differences(from: ProxyAnswer(response)).prefix(Self.maximumDifferences))
        }
    }

    private func differences(from answer: ProxyAnswer) -> [Difference] {
        (expected.members ?? []).flatMap { name, wanted -> [Difference] in
            switch name {
            case "function", "environment": return []
            case "headers":
                return (wanted.members ?? []).flatMap { header, value in
                    Self.compare(value, answer.header(header).map { .string($0) }, at: "headers.\(header)")
                }
            case "body":
                if wanted.isNull {
                    return answer.body.isEmpty ? [] : Self.compare(.null, .string(answer.body), at: "body")
                }
                if wanted.string != nil { return Self.compare(wanted, .string(answer.body), at: "body") }
                guard let body = answer.json else {
                    return [Difference(path: "body", expected: "JSON", got: Self.shown(Array(answer.body.utf8)))]
                }
                return Self.compare(wanted, body, at: "body")
            default: return Self.compare(wanted, answer.response[name], at: name)
            }
        }
    }

    /// Compares values by the rules above; pure.
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
            guard a.count == b.count else {
                let count = Difference(path: "\(path).length", expected: "\(a.count)", got: "\(b.count)")
                return [count] + zip(a, b).enumerated().flatMap { compare($1.0, $1.1, at: "\(path)[\($0)]") }
            }
            return zip(a, b).enumerated().flatMap { compare($1.0, $1.1, at: "\(path)[\($0)]") }
        default: return different
        }
    }

    private static func shown(_ value: JSONValue) -> String { shown(Array(value.text.utf8)) }

    private static func shown(_ bytes: [UInt8]) -> String {
        bytes.count <= 200
            ? String(decoding: bytes, as: UTF8.self) : "\(String(decoding: bytes.prefix(200), as: UTF8.self))…"
    }
}

/// The parts of an answer in API Gateway's form.
struct ProxyAnswer {
    let response: JSONValue

    init(_ response: JSONValue) { self.response = response }

    /// The status; nil if there is none.
    var status: Int? { response["statusCode"]?.integer }

    /// The body as a caller gets it, empty if there is none.
    var body: String {
        let text = response["body"]?.string ?? ""
        guard response["isBase64Encoded"]?.bool == true else { return text }
        return Base64.decode(text.utf8).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The JSON in the body; nil if it is not JSON.
    var json: JSONValue? { try? JSONValue(parsing: Array(body.utf8)) }

    /// A header, its name in any case; of several values all, joined by commas.
    func header(_ name: String) -> String? {
        func find(_ members: JSONValue?) -> JSONValue? {
            members?.members?.first { $0.name.lowercased() == name.lowercased() }?.value
        }
        return find(response["headers"])?.string
            ?? find(response["multiValueHeaders"])?.array?.compactMap(\.string).joined(separator: ",")
    }
}
