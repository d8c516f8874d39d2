import Foundation
import JSON
import Terminal

/// `local bench`: what the packaged functions cost on this machine. Figures, no verdicts.
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
        let functions = arguments["--functions"] ?? "dist"
        let schools = try schools(functions, events)
        let explainer = try explainer(functions, events)
        let all = JSONValue.object((schools.json.members ?? []) + [(explainer.function, explainer.json)])
        try Console.write(
            arguments.has("--json") ? all.prettyText : "\(schools.table)\n\n\(explainer.table)")
        return 0
    }

    private static func schools(_ functions: String, _ events: String) throws -> BenchReport {
        let package = try FunctionPackage("GetSchools", in: functions)
        let bench = SchoolsBench(
            package: package, schools: try TextFile.items("\(events)/schools.json"),
            options: try TextFile.bytes("\(events)/options-schools.json"),
            listing: try TextFile.bytes("\(events)/list-all.json"))
        return BenchReport(
            function: "GetSchools", sizes: try sizes(package), starts: try bench.starts(),
            measurements: try bench.measurements(), pages: try PageBench.measurements(bench.schools))
    }

    private static func explainer(_ functions: String, _ events: String) throws -> BenchReport {
        let package = try FunctionPackage("MatchExplainer", in: functions)
        let bench = ExplainerBench(
            package: package, options: try TextFile.bytes("\(events)/explain-options.json"),
            healthCheck: try TextFile.bytes("\(events)/explain-health-check.json"))
        return BenchReport(
            function: "MatchExplainer", sizes: try sizes(package), starts: try bench.starts(),
            measurements: try bench.measurements())
    }

    private static func sizes(_ package: FunctionPackage) throws(Problem) -> [(name: String, bytes: Int)] {
        [("zip", try size(package.zip)), ("binary", try size(package.program))]
    }

    private static func size(_ path: String) throws(Problem) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int else { throw Problem("\(path) cannot be read") }
        return size
    }

    private static let help = """
        local bench --functions DIR [--events DIR] [--json]

        Measures the packaged functions against the embedded endpoints: sizes, initialisation, first invocation, warm
        invocations (median, 99th percentile, processor time) and peak memory. Of GetSchools: listings of 40, 500 and 5,000
        schools, with the function's cache and without. Of MatchExplainer: an explanation by the template, by the cache, and
        by the embedded model. A time is from the event handed out to the answer read whole; where the function asks a
        service, it includes the embedded endpoint's own time, on the same machine.

          --functions DIR   folder of GetSchools.zip and MatchExplainer.zip (default dist)
          --events DIR      folder of the sample events and schools.json (default Events)
          --json            machine-readable: GetSchools' figures, and MatchExplainer's in a member of its name
        """
}
