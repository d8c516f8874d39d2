import JSON
import Terminal

/// The figures of one function, for people and for programs.
struct BenchReport {
    let function: String
    /// In bytes.
    let sizes: [(name: String, bytes: Int)]
    let starts: BenchSubject.Starts
    let measurements: [BenchSubject.Measurement]
    var pages: [PageBench.Measurement] = []

    /// Two tables: of the process, and of warm invocations.
    var table: String {
        var lines = [function]
        lines += sizes.map { line($0.name, "\(mebibytes($0.bytes)) MiB") }
        lines += figures.map { line($0.name, "\(Columns.decimal($0.milliseconds, 2)) ms") }
        lines.append("")
        let titles = ["p50 ms", "p99 ms", "CPU µs", "bytes", "per second", "MB/s", "peak MiB"]
        lines.append(row("warm invocation", titles))
        for measurement in measurements {
            lines.append(
                row(
                    measurement.name,
                    [
                        Columns.decimal(Self.percentile(measurement.milliseconds, 50), 3),
                        Columns.decimal(Self.percentile(measurement.milliseconds, 99), 3),
                        Columns.decimal(measurement.processorMicroseconds, 0), String(measurement.bytes),
                        Columns.decimal(measurement.perSecond, 1), Columns.decimal(megabytes(measurement), 1),
                        mebibytes(measurement.peakKiB * 1024),
                    ]))
        }
        if !pages.isEmpty { lines.append("") }
        lines += pages.map { page in
            line(
                "\(page.pageBytes / 1000) KB Scan page to JSON",
                "\(Columns.decimal(page.milliseconds, 2)) ms")
        }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        var members = sizes.map { ("\($0.name)Bytes", JSONValue.number(String($0.bytes))) }
        members += figures.map { ($0.key, .number(Columns.decimal($0.milliseconds, 3))) }
        let warm = measurements.map { measurement -> JSONValue in
            [
                "name": .string(measurement.name), "invocations": .number(String(measurement.milliseconds.count)),
                "p50Ms": .number(Columns.decimal(Self.percentile(measurement.milliseconds, 50), 4)),
                "p99Ms": .number(Columns.decimal(Self.percentile(measurement.milliseconds, 99), 4)),
                "cpuUs": .number(Columns.decimal(measurement.processorMicroseconds, 1)),
                "bodyBytes": .number(String(measurement.bytes)),
                "perSecond": .number(Columns.decimal(measurement.perSecond, 2)),
                "megabytesPerSecond": .number(Columns.decimal(megabytes(measurement), 2)),
                "peakKiB": .number(String(measurement.peakKiB)),
            ]
        }
        members.append(("warm", .array(warm)))
        guard !pages.isEmpty else { return .object(members) }
        let pages = pages.map { page -> JSONValue in
            [
                "pageBytes": .number(String(page.pageBytes)), "p50Ms": .number(Columns.decimal(page.milliseconds, 4)),
            ]
        }
        return .object(members + [("pages", .array(pages))])
    }

    private var figures: [(name: String, key: String, milliseconds: Double)] {
        [("init (median)", "initMs", Self.percentile(starts.initialization, 50))]
            + starts.first.map { name, times in
                let key = name.prefix(1).uppercased() + name.dropFirst().lowercased()
                return ("first \(name) (median)", "first\(key)Ms", Self.percentile(times, 50))
            }
    }

    /// The smallest value that so many per cent do not exceed; 0 of none.
    static func percentile(_ values: [Double], _ percent: Int) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    private func line(_ name: String, _ value: String) -> String {
        Columns.left(name, 27) + Columns.right(value, 12)
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        Columns.left(name, 27) + cells.map { Columns.right($0, 11) }.joined()
    }

    private func megabytes(_ measurement: BenchSubject.Measurement) -> Double {
        Double(measurement.bytes) * measurement.perSecond / 1e6
    }

    private func mebibytes(_ bytes: Int) -> String { Columns.decimal(Double(bytes) / 1_048_576, 2) }
}
