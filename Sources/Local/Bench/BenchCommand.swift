import APIGateway
import Configuration
import EmbeddedAWS
import JSON
import Terminal

/// `local bench`: what the packaged functions cost on this machine. Figures, no verdicts.
enum BenchCommand {
    static let command = Command(
        name: "bench", synopsis: "--functions DIR", summary: "measure the packaged functions",
        options: ["--functions", "--events", "--floor"], switches: ["--json", "--serve", "--cold"], help: help
    ) { arguments in
        Cleanup.shared.runWhenInterrupted()
        if arguments.has("--serve") {
            let figures = try ServeBench.measure(functions: arguments["--functions"] ?? "dist")
            try Console.write(arguments.has("--json") ? figures.prettyText : ServeBench.table(figures))
            return 0
        }
        let folder = arguments["--events"] ?? SampleEvent.standardFolder
        let schools = try TextFile.items("\(folder)/schools.json")
        let events = try SampleEvent.load([], folder: folder)
        let functions = Route.all.map(\.function).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let floor = try FunctionPackage(arguments["--floor"] ?? ".build/floor.zip")
        let zips = try functions.map { try FunctionPackage($0, in: arguments["--functions"] ?? "dist") }
        let packages = Dictionary(uniqueKeysWithValues: zip([FloorComparison.floor] + functions, [floor] + zips))
        /// Calls `body` with a table of so many schools: the samples as far as they go.
        func with<R>(_ count: Int, _ body: (BenchPlace) throws -> R) throws -> R {
            let some = Array(schools.prefix(count))
            let items = some.count == count ? some : InventedSchools.items(count, like: schools)
            return try BenchPlace.with(items, packages: packages, body)
        }
        let cold = try with(0) { try ColdStart.measure(functions, in: $0) }
        if arguments.has("--cold") {
            try Console.write(arguments.has("--json") ? BenchReport.json(cold).prettyText : BenchReport.table(cold))
            return 0
        }
        let comparison = try with(0) { try FloorComparison.measure(functions, in: $0, events) }
        var warm = try WarmCase.all(events).map { row in
            (name: row.name, measurement: try with(row.schools) { try row.measure(in: $0) })
        }
        var first: [BenchReport.Row] = []
        for count in CatalogueBench.counts {
            let rows = try with(count) { try CatalogueBench.measure(count, in: $0, events) }
            first.append(("\(count) schools", rows.first))
            warm += rows.pages
        }
        let report = BenchReport(
            comparison: comparison, zipBytes: try ([floor] + zips).map { try TextFile.size($0.zip) }, cold: cold,
            warm: warm, first: first, pages: try PageBench.measurements(schools))
        try Console.write(arguments.has("--json") ? report.json.prettyText : report.table)
        return 0
    }

    private static let help = """
        local bench --functions DIR [--events DIR] [--floor FILE] [--cold] [--json]

        Measures the packaged functions against the embedded endpoints: with an OPTIONS event beside the floor, a C
        program that does the least that a custom runtime can do (medians of \(FloorComparison.rounds) rounds in which
        all take turns); in starts with the file out of the page cache, as in a new microVM (medians of \(ColdStart.rounds)
        rounds); in listings and explanations, each beside a floor with as many bytes of response; with tables of
        up to \(CatalogueBench.counts.last ?? 0) invented schools; and the making of JSON from DynamoDB's pages, without a
        process around it.

        A time is from the event being sent to the response being read whole. If the function calls a service, it
        includes the embedded endpoint's own time. Two cores give other figures in each run: ./build.sh bench runs it on
        one (taskset).

          --functions DIR   folder of the functions' zips (default dist)
          --events DIR      folder of the sample events and schools.json (default Events)
          --floor FILE      the floor's zip (default .build/floor.zip, which ./build.sh bench makes)
          --cold            measure starts without the file in the page cache alone; root is needed for that
          --serve           measure the local server instead, as a client of it sees it
          --json            {"comparison":[…],"cold":[…],"warm":[…],"first":[…],"pages":[…]}
        """
}
