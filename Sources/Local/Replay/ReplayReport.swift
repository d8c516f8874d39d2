import JSON
import Terminal

/// Prints results as they come: an aligned table, or one JSON array for programs.
struct ReplayReport {
    private(set) var failed = 0
    private var passed = 0
    private var modelCalls = 0
    private let options: ReplayOptions
    private let paint: Paint
    private let nameWidth: Int
    private var results: [JSONValue] = []

    private static let widths = [6, 9, 9, 8, 8]

    /// `names` are of all events, for the width of the table.
    init(names: [String], options: ReplayOptions, paint: Paint) throws(CommandFailure) {
        self.options = options
        self.paint = paint
        nameWidth = max(5, names.map(\.count).max() ?? 0)
        guard !options.isJSON else { return }
        try Console.write(paint(row("event", ["status", "bytes", "ms", "init ms", "peak MiB"]), .bold))
    }

    /// Prints a result, or keeps it for the JSON array.
    mutating func add(_ result: ReplayResult) throws(CommandFailure) {
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
        if options.showsExplanations, let text = result.response?.json?["explanation"]?.string {
            try Console.write("    \(text)")
        }
        if options.isVerbose { for line in result.result.log { try Console.write(paint("    | \(line)", .faint)) } }
        if options.showsBody, let response = result.response, !response.body.isEmpty {
            try Console.write(response.json?.prettyText ?? response.body)
        }
    }

    /// Prints the sums, or the JSON array.
    func finish() throws(CommandFailure) {
        if !options.isJSON, modelCalls > 0 { try Console.write("calls of the embedded model: \(modelCalls)") }
        try Console.write(options.isJSON ? JSONValue.array(results).prettyText : "\(passed) passed, \(failed) failed")
    }

    private func row(_ result: ReplayResult) -> String {
        let cells = [
            result.status, String(result.bodyBytes), result.result.milliseconds.map { Columns.decimal($0, 2) } ?? "-",
            result.initMilliseconds.map { Columns.decimal($0, 1) } ?? "",
            result.peakMemory.map { Columns.decimal(Double($0) / 1024, 1) } ?? "-",
        ]
        let style: Paint.Style =
            switch result.verdict {
            case .pass: .green
            case .fail: .red
            case .noExpectation: .yellow
            }
        return row(result.name, cells) + "  " + paint(result.verdict.rawValue, style)
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        Columns.left(name, nameWidth) + zip(cells, Self.widths).map { "  " + Columns.right($0, $1) }.joined()
    }
}
