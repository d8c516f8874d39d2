import JSON
import Terminal

/// The figures of a bench, as tables and as JSON.
struct BenchReport {
    typealias Row = (name: String, measurement: Measurement)

    /// Each function beside the floor, which is the first.
    let comparison: [Row]
    let zipBytes: [Int]
    let cold: ColdStart.Rows
    let warm: [Row]
    /// The first listing of large tables.
    let first: [Row]
    let pages: [PageBench.Measurement]

    /// The figures of each table.
    private static let started: [Measurement.Figure] = [.initMs, .firstUs, .p50Us, .p99Us, .cpuUs, .peakKiB]
    private static let compared: [Measurement.Figure] = [.initMs, .firstUs, .p50Us, .cpuUs]
    private static let warmed: [Measurement.Figure] = [
        .firstUs, .p50Us, .p99Us, .cpuUs, .timesFloor, .units, .peakKiB, .bytes,
    ]
    private static let colds: [Measurement.Figure] = [.initMs, .coldMs, .coldRatio, .readKiB, .fileKiB]
    private static let firsts: [Measurement.Figure] = [.firstUs, .firstCpuUs, .firstUnits, .peakKiB]

    var table: String {
        var lines = [Self.row("OPTIONS", Self.started.map(\.rawValue) + ["zip bytes"])]
        for (row, zipBytes) in zip(comparison, zipBytes) {
            lines.append(Self.row(row.name, Self.cells(row.measurement, Self.started) + [String(zipBytes)]))
        }
        lines += ["", Self.row("times the floor", Self.compared.map(\.rawValue))]
        for row in comparison.dropFirst() {
            lines.append(Self.row(row.name, Self.compared.map { Columns.decimal(ratio(row.measurement, $0), 2) }))
        }
        lines += ["", Self.table(cold)]
        lines += [""] + Self.rows("warm invocation", Self.warmed, warm)
        lines += [""] + Self.rows("first listing", Self.firsts, first)
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
            "comparison": .array(comparison), "cold": Self.json(cold),
            "warm": .array(warm.map { .object(Self.members($0)) }),
            "first": .array(first.map { .object(Self.members($0)) }), "pages": .array(pages),
        ]
    }

    /// Returns the table of cold starts, or why they could not be measured.
    static func table(_ cold: ColdStart.Rows) -> String {
        switch cold {
        case .measured(let rows): Self.rows("start, file not cached", colds, rows).joined(separator: "\n")
        case .not(let reason): Columns.left("start, file not cached", 28) + reason
        }
    }

    /// Returns the same as JSON: an array of rows, or the sentence.
    static func json(_ cold: ColdStart.Rows) -> JSONValue {
        switch cold {
        case .measured(let rows): .array(rows.map { .object(members($0)) })
        case .not(let reason): .string(reason)
        }
    }

    private func ratio(_ measurement: Measurement, _ figure: Measurement.Figure) -> Double {
        measurement[figure] / comparison[0].measurement[figure]
    }

    private static func rows(_ title: String, _ figures: [Measurement.Figure], _ rows: [Row]) -> [String] {
        [row(title, figures.map(\.rawValue))] + rows.map { row($0.name, cells($0.measurement, figures)) }
    }

    private static func cells(_ measurement: Measurement, _ figures: [Measurement.Figure]) -> [String] {
        figures.map { figure in measurement.values[figure].map { Columns.decimal($0, figure.digits) } ?? "" }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        Columns.left(name, 28) + cells.map { Columns.right($0, 11) }.joined()
    }

    private static func members(_ row: Row) -> [(name: String, value: JSONValue)] {
        let figures = Measurement.Figure.allCases.compactMap { figure in
            row.measurement.values[figure].map { (figure.rawValue, number($0, figure.digits + 1)) }
        }
        return [("name", .string(row.name))] + figures
    }

    private static func number(_ value: Double, _ digits: Int) -> JSONValue { .number(Columns.decimal(value, digits)) }
}
