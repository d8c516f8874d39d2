import JSON
import Terminal

/// The figures of a bench, as tables and as JSON.
struct BenchReport {
    /// Each function beside the floor, which is the first.
    let comparison: [(name: String, measurement: Measurement)]
    let zipBytes: [Int]
    let warm: [(name: String, measurement: Measurement)]
    let pages: [PageBench.Measurement]

    /// The figures that are compared with the floor's.
    private static let compared: [Measurement.Figure] = [.initMs, .firstUs, .p50Us, .cpuUs]

    var table: String {
        let figures = Measurement.Figure.allCases
        func cells(_ measurement: Measurement) -> [String] {
            figures.map { Columns.decimal(measurement[$0], $0.digits) }
        }
        var lines = [Self.row("OPTIONS", figures.map(\.rawValue) + ["zip bytes"])]
        for (row, zipBytes) in zip(comparison, zipBytes) {
            lines.append(Self.row(row.name, cells(row.measurement) + [String(zipBytes)]))
        }
        lines += ["", Self.row("times the floor", Self.compared.map(\.rawValue))]
        for row in comparison.dropFirst() {
            lines.append(Self.row(row.name, Self.compared.map { Columns.decimal(ratio(row.measurement, $0), 2) }))
        }
        lines += ["", Self.row("warm invocation", figures.map(\.rawValue))]
        lines += warm.map { Self.row($0.name, cells($0.measurement)) }
        lines += ["", Self.row("page of a Scan to JSON", ["p50 ms"])]
        lines += pages.map { Self.row("\($0.pageBytes / 1000) KB", [Columns.decimal($0.milliseconds, 2)]) }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        let comparison = zip(comparison, zipBytes).map { row, zipBytes -> JSONValue in
            let ratios = Self.compared.map { ("\($0.rawValue)Ratio", Self.number(ratio(row.measurement, $0), 3)) }
            return .object(Self.members(row) + [("zipBytes", Self.number(Double(zipBytes), 0))] + ratios)
        }
        let pages = pages.map { page -> JSONValue in
            ["pageBytes": Self.number(Double(page.pageBytes), 0), "p50Ms": Self.number(page.milliseconds, 4)]
        }
        return [
            "comparison": .array(comparison), "warm": .array(warm.map { .object(Self.members($0)) }),
            "pages": .array(pages),
        ]
    }

    private func ratio(_ measurement: Measurement, _ figure: Measurement.Figure) -> Double {
        measurement[figure] / comparison[0].measurement[figure]
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        Columns.left(name, 28) + cells.map { Columns.right($0, 11) }.joined()
    }

    private static func members(_ row: (name: String, measurement: Measurement)) -> [(name: String, value: JSONValue)] {
        [("name", .string(row.name))]
            + Measurement.Figure.allCases.map { ($0.rawValue, number(row.measurement[$0], $0.digits + 1)) }
    }

    private static func number(_ value: Double, _ digits: Int) -> JSONValue { .number(Columns.decimal(value, digits)) }
}
