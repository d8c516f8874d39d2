import Foundation

/// `local bench`: what the packaged GetSchools costs on this machine. Figures, no verdicts.
enum BenchCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let arguments = try Arguments(
            arguments, command: "bench", options: ["--functions", "--events"], switches: ["--json", "--help", "-h"])
        if arguments.has("--help") || arguments.has("-h") {
            try Console.write(help)
            return 0
        }
        if let operand = arguments.operands.first { throw Problem("bench takes no file names: \(operand)") }
        Leftovers.shared.clearWhenInterrupted()
        let events = arguments["--events"] ?? "Events"
        let package = try FunctionPackage("GetSchools", in: arguments["--functions"] ?? "dist")
        let bench = Bench(
            package: package, schools: try TextFile.items("\(events)/schools.json"),
            options: try TextFile.bytes("\(events)/options-schools.json"),
            listing: try TextFile.bytes("\(events)/list-all.json"))
        let report = BenchReport(
            sizes: [("zip", try size(package.zip)), ("binary", try size(package.program))], starts: try bench.starts(),
            measurements: try bench.measurements(), pages: try PageBench.measurements(bench.schools))
        try Console.write(arguments.has("--json") ? PrettyJSON.text(report.json) : report.table)
        return 0
    }

    private static func size(_ path: String) throws(Problem) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int else { throw Problem("\(path) cannot be read") }
        return size
    }

    private static let help = """
        local bench --functions DIR [--events DIR] [--json]

        Measures the packaged GetSchools against the embedded endpoints: sizes, initialisation, first invocation, warm
        invocations (median, 99th percentile, processor time), peak memory, and listings of 40, 500 and 5,000 schools, with
        the function's cache and without. A time is from the event handed out to the answer read whole; without the cache
        it includes the embedded DynamoDB's own time, on the same machine.

          --functions DIR   folder of GetSchools.zip (default dist)
          --events DIR      folder of options-schools.json, list-all.json and schools.json (default Events)
          --json            machine-readable
        """
}
