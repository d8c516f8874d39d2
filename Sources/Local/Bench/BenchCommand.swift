import APIGateway
import Configuration
import EmbeddedAWS
import JSON
import Terminal

/// `local bench`: what the packaged functions cost on this machine. Figures, no verdicts.
enum BenchCommand {
    static let command = Command(
        name: "bench", synopsis: "--functions DIR", summary: "measure the packaged functions",
        options: ["--functions", "--events", "--floor"], switches: ["--json", "--serve"], help: help
    ) { arguments in
        Cleanup.shared.runWhenInterrupted()
        if arguments.has("--serve") {
            let figures = try ServeBench.measure(functions: arguments["--functions"] ?? "dist")
            try Console.write(arguments.has("--json") ? figures.prettyText : ServeBench.table(figures))
            return 0
        }
        let folder = arguments["--events"] ?? "Events"
        let schools = try TextFile.items("\(folder)/schools.json")
        let events = try SampleEvent.load([], folder: folder)
        let names = Route.all.map(\.function).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let packages =
            try [(FloorComparison.floor, FunctionPackage(arguments["--floor"] ?? ".build/floor.zip"))]
            + names.map { ($0, try FunctionPackage($0, in: arguments["--functions"] ?? "dist")) }
        let comparison = try FloorComparison.measure(packages, events, schools: schools)
        let report = BenchReport(
            comparison: comparison, zipBytes: try packages.map { try TextFile.size($0.1.zip) },
            warm: try WarmCase.all(schools, events).map { ($0.name, try $0.measure(Dictionary(packages) { $1 })) },
            pages: try PageBench.measurements(schools))
        try Console.write(arguments.has("--json") ? report.json.prettyText : report.table)
        return 0
    }

    private static let help = """
        local bench --functions DIR [--events DIR] [--floor FILE] [--json]

        Measures the packaged functions against the embedded endpoints: with an OPTIONS event beside the floor, a C
        program that does the least that a custom runtime can do (medians of \(FloorComparison.rounds) rounds in which
        all take turns); in listings and explanations; and the making of JSON from DynamoDB's pages, without a process
        around it.

        A time is from the event being sent to the response being read whole. If the function calls a service, it
        includes the embedded endpoint's own time. Two cores give other figures in each run: ./build.sh bench runs it on
        one (taskset).

          --functions DIR   folder of the functions' zips (default dist)
          --events DIR      folder of the sample events and schools.json (default Events)
          --floor FILE      the floor's zip (default .build/floor.zip, which ./build.sh bench makes)
          --serve           measure the local server instead, as a client of it sees it
          --json            {"comparison":[…],"warm":[…],"pages":[…]}
        """
}
