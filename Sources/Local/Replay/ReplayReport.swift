import Foundation
import JSON
import Terminal

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
        let line = Columns.left("event", nameWidth) + titles.map { "  " + Columns.right($0.0, $0.1) }.joined()
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
            try Console.write(answer.json.map { $0.prettyText } ?? answer.body)
        }
    }

    /// The last lines.
    func finish() throws(Problem) {
        if !options.isJSON, modelCalls > 0 { try Console.write("calls of the embedded model: \(modelCalls)") }
        try Console.write(options.isJSON ? JSONValue.array(results).prettyText : "\(passed) passed, \(failed) failed")
    }

    private func row(_ result: ReplayResult) -> String {
        let cells = [
            Columns.right(result.status, 6), Columns.right(String(result.bodyBytes), 9),
            Columns.right(result.result.milliseconds.map { Columns.decimal($0, 2) } ?? "-", 9),
            Columns.right(result.initMilliseconds.map { Columns.decimal($0, 1) } ?? "", 8),
            Columns.right(result.result.peakMemory.map { Columns.decimal(Double($0) / 1024, 1) } ?? "-", 8),
        ]
        let color =
            switch result.verdict {
            case .pass: "32"
            case .fail: "31"
            case .noExpectation: "33"
            }
        return Columns.left(result.name, nameWidth) + cells.map { "  \($0)" }.joined() + "  "
            + paint(result.verdict.rawValue, color)
    }

    private func paint(_ text: String, _ code: String) -> String {
        usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
