import AWSClient
import JSON
import SchoolsTable
import Terminal

/// `local seed`: loads the schools of a file into a table.
enum SeedCommand {
    static let command = Command(
        name: "seed", synopsis: "[FILE] --table NAME", summary: "load schools into a table", options: ["--table"],
        switches: ["--skip-rejected", "--json"], maximumFiles: 1, failureStatus: 1, help: help
    ) { arguments in
        let table = try TableOption.name(arguments, command: "seed")
        let file = arguments.operands.first ?? ServeSchools.standardFile
        try seed(file, table, skipsRejected: arguments.has("--skip-rejected"), isJSON: arguments.has("--json"))
        return 0
    }

    private static func seed(_ path: String, _ table: String, skipsRejected: Bool, isJSON: Bool) throws {
        func say(_ line: String) throws { if isJSON { Console.complain(line) } else { try Console.write(line) } }
        let interruption = Interruption()
        let client = try TableClient(table: table, pause: interruption.pause)
        let file = try SchoolsFile(path)
        let schools = try SchoolsText(file.text, name: file.name)
        try say("Seeding \(table) in \(client.place) with \(schools.entries.count) schools of \(file.name)")
        var progress = Progress()
        let plan = SeedPlan(schools, in: file.text) {
            progress.show("checked \($0) of \(schools.entries.count) schools")
        }
        progress.clear()
        if plan.count > 0 {
            try say(plan.data.summary + (plan.data.findings.isEmpty ? "" : " (check-data lists them)"))
        }
        var report = SeedReport(table: table, rejected: plan.rejected)
        guard plan.rejected.isEmpty || skipsRejected else {
            if isJSON { try Console.write(report.json.text) }
            for line in report.rejections { Console.complain(line) }
            throw CommandFailure(
                "nothing was written: \(plan.rejected.count) of \(plan.count) schools cannot be stored; fix those "
                    + "above, or give --skip-rejected to leave them out")
        }
        interruption.watch()
        let seeding = Seeding(client, plan, in: file.text) { interruption.hasArrived }
        var failure: TableFailure?
        do { try seeding.run { progress.show("\($0.done) of \(plan.accepted.count) schools are there") } } catch {
            failure = error
        }
        progress.clear()
        (report.added, report.replaced, report.unchanged) = (seeding.added, seeding.replaced, seeding.unchanged)
        if isJSON {
            try Console.write(report.json.text)
        } else if plan.count == 0 {
            try Console.write("There is nothing to do: the file holds no schools.")
        } else if failure == nil || seeding.done > 0 {
            for line in report.lines { try Console.write(line) }
        }
        guard let failure else { return }
        throw CommandFailure(
            failure.description(of: client) + ". "
                + (seeding.hasWritten || seeding.done > 0
                    ? "\(seeding.done) of \(plan.accepted.count) schools are known to be there; "
                        + "the same command goes on."
                    : "Nothing was written."))
    }

    private static let help = """
        local seed [FILE] --table NAME [--skip-rejected] [--json]

        Loads schools into a DynamoDB table: from FILE (default Events/schools.json; - is standard input), which is a
        JSON array of schools, or JSON values one a line, of a gibibyte at most. Either layout will do, nested
        (location{city,state,zipCode,coordinates}) or flat; both are stored in one item. Every school is checked before
        any is written; one that cannot be stored, listed or found stops the command, exit status 1, and nothing is
        written. A school that the table holds already is not written again; one that it holds otherwise is replaced as
        a whole. None is deleted. Before it writes it says how many schools lack something, as local check-data does.

        Values that JSON has no form for are written with DynamoDB's type tag: {"SS":["a"]}, {"NS":["1"]},
        {"BS":["YQ=="]}, {"B":"YQ=="}; a map whose only key is one of these, or M, is {"M":{…}}. local export writes the
        same form.

        An interruption (SIGINT, SIGTERM) ends it after the batch in flight, exit status 1; the same command goes on.

          --table NAME      the table: key schoolId (S)
          --skip-rejected   load the good schools, list the others
          --json            print {"table","added","replaced","unchanged","rejected":[{"line","schoolId","reason"}]}

        \(TableOption.environment)
        The keys must be allowed dynamodb:BatchGetItem and dynamodb:BatchWriteItem.
        """
}
