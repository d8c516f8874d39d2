import Schools
import SchoolsTable
import Terminal

/// `local check-data`: tells what each school of a file or of a table lacks.
enum CheckDataCommand {
    static let command = Command(
        name: "check-data", synopsis: "[FILE] [--table NAME]", summary: "tell what each school lacks",
        options: ["--table"], switches: ["--json"], maximumFiles: 1, failureStatus: 1, help: help
    ) { arguments in
        let report: DataReport
        let source: (name: String, value: String)
        if arguments["--table"] != nil {
            let table = try TableOption.name(arguments, command: "check-data")
            guard arguments.operands.isEmpty else {
                throw UsageError("check-data takes a FILE or --table NAME, not both")
            }
            (report, source) = (try check(table: table), ("table", table))
        } else {
            let file = arguments.operands.first ?? ServeSchools.standardFile
            (report, source) = (try check(file: file), ("file", file))
        }
        let lines = arguments.has("--json") ? [report.json(source).text] : report.lines(.standardOutput)
        for line in lines { try Console.write(line) }
        return report.count(.inNoListing) == 0 ? 0 : 1
    }

    private static func check(file path: String) throws -> DataReport {
        let file = try SchoolsFile(path)
        let schools = try SchoolsText(file.text, name: file.name)
        var progress = Progress()
        defer { progress.clear() }
        return SeedPlan(schools, in: file.text) {
            progress.show("checked \($0) of \(schools.entries.count) schools")
        }.data
    }

    private static func check(table: String) throws -> DataReport {
        let client = try TableClient(table: table)
        Console.complain("Checking \(table) in \(client.place)")
        var progress = Progress()
        defer { progress.clear() }
        var check = DataCheck()
        do {
            try client.scan { item in
                _ = try TableClient.id(of: item)
                check.add(SchoolLayouts.complete(item))
                progress.show("checked \(check.count) schools")
            }
        } catch let failure as TableFailure {
            throw CommandFailure("\(failure.description(of: client)); nothing was checked")
        }
        return check.report()
    }

    private static let help = """
        local check-data [FILE] [--table NAME] [--json]

        Tells what each school lacks and what that costs it, the costliest first, with up to 20 schools of each kind, and
        the counts in one line at the end. The schools are those of FILE (default Events/schools.json; - is standard
        input), in any form that local seed reads, or of a DynamoDB table.

        \(kinds)

        In no listing is a school whose fields have wrong types, by the functions' own rules, and one of a file that the
        table cannot get. Near-duplicates are ids that are the same without spaces and case, and names that are the same
        without punctuation, spaces, case, accents and words such as Flight School, Academy and Inc.

          --table NAME   the table: key schoolId (S); it is read whole
          --json         print every finding: {"file" or "table","schools","summary","counts":{KIND:n},
                         "findings":[{"kind","schoolId","line","reason"}]}

        Exit status: 0 every school is in listings, 1 one is in none, or nothing could be read, 2 wrong usage.

        \(TableOption.environment)
        The keys must be allowed dynamodb:Scan of the table.
        """

    private static var kinds: String {
        AlignedLines.text(SchoolLack.allCases.map { ($0.title, $0.cost) }).joined(separator: "\n")
    }
}
