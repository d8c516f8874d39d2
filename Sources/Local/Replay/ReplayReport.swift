import Foundation
import JSON

/// Prints results as they come: an aligned table for people, or one JSON array for programs.
struct ReplayReport {
    private(set) var failed = 0
    private var passed = 0
    private var modelCalls = 0
    private let options: ReplayOptions
    private let usesColor: Bool
    private let nameWidth: Int
    private var results: [JSONValue] = []

    /// `names` are of all events, for the width of the table.
    init(names: [String], options: ReplayOptions, usesColor: Bool) throws(Problem) {
        self.options = options
        self.usesColor = usesColor
        nameWidth = max(5, names.map(\.count).max() ?? 0)
        guard !options.isJSON else { return }
        let titles = [("status", 6), ("bytes", 9), ("ms", 9), ("init ms", 8), ("peak MiB", 8)]
        let line = Self.left("event", nameWidth) + titles.map { "  " + Self.right($0.0, $0.1) }.joined()
        try Console.write(paint(line, "1"))
    }

    mutating func add(_ result: ReplayResult) throws(Problem) {
        if result.verdict == .fail { failed += 1 } else { passed += 1 }
        modelCalls += result.modelCalls ?? 0
        guard !options.isJSON else {
            results.append(result.json(withLog: options.isVerbose, withBody: options.showsBody))
            return
        }
        try Console.write(row(result))
        for difference in result.differences {
            try Console.write("    \(difference.path): expected \(difference.expected) got \(difference.got)")
        }
        if options.showsExplanations, let text = result.answer?.json?["explanation"]?.string {
            try Console.write("    \(text)")
        }
        if options.isVerbose { for line in result.result.log { try Console.write(paint("    | \(line)", "2")) } }
        if options.showsBody, let answer = result.answer, !answer.body.isEmpty {
            try Console.write(answer.json.map { PrettyJSON.text($0) } ?? answer.body)
        }
    }

    /// The last lines.
    func finish() throws(Problem) {
        if !options.isJSON, modelCalls > 0 { try Console.write("calls of the embedded model: \(modelCalls)") }
        try Console.write(options.isJSON ? PrettyJSON.text(.array(results)) : "\(passed) passed, \(failed) failed")
    }

    private func row(_ result: ReplayResult) -> String {
        let cells = [
            Self.right(result.status, 6), Self.right(String(result.bodyBytes), 9),
            Self.right(result.result.milliseconds.map { Decimals.text($0, 2) } ?? "-", 9),
            Self.right(result.initMilliseconds.map { Decimals.text($0, 1) } ?? "", 8),
            Self.right(result.result.peakMemory.map { Decimals.text(Double($0) / 1024, 1) } ?? "-", 8),
        ]
        let color =
            switch result.verdict {
            case .pass: "32"
            case .fail: "31"
            case .noExpectation: "33"
            }
        return Self.left(result.name, nameWidth) + cells.map { "  \($0)" }.joined() + "  "
            + paint(result.verdict.rawValue, color)
    }

    private func paint(_ text: String, _ code: String) -> String {
        usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}

/// Numbers for people.
enum Decimals {
    /// `value` with so many digits behind the point.
    static func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

/// JSON with two spaces for each level.
enum PrettyJSON {
    static func text(_ value: JSONValue, indent: String = "") -> String {
        let inner = indent + "  "
        switch value {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + text($0, indent: inner) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSONValue.string($0.name).text): \(text($0.value, indent: inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        default: return value.text
        }
    }
}
