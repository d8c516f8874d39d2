import JSON
import SchoolsTable
import Terminal

/// `local export`: writes every school of a table as JSON lines, which `local seed` reads.
enum ExportCommand {
    static let command = Command(
        name: "export", synopsis: "[FILE] --table NAME", summary: "write every school of a table as JSON lines",
        options: ["--table"], switches: ["--json"], maximumFiles: 1, failureStatus: 1, help: help
    ) { arguments in
        let table = try TableOption.name(arguments, command: "export")
        let path = arguments.operands.first ?? "-"
        guard !arguments.has("--json") || path != "-" else {
            throw UsageError("export --json needs a FILE: standard output is for the result")
        }
        try export(table, to: path, isJSON: arguments.has("--json"))
        return 0
    }

    private static func export(_ table: String, to path: String, isJSON: Bool) throws {
        let client = try TableClient(table: table)
        Cleanup.shared.runWhenInterrupted()
        let file = try OutputFile(path)
        Console.complain("Exporting \(table) in \(client.place) to \(file.name)")
        var progress = Progress()
        let export: Export
        do {
            defer { progress.clear() }
            export = try Export(client, to: file) { progress.show("read \($0) schools") }
        } catch let failure as TableFailure {
            throw CommandFailure("\(failure.description(of: client)); nothing was exported")
        }
        if !export.rejected.isEmpty {
            Console.complain("warning: \(export.rejected.count) of them are exported, but seed would reject them:")
            for line in AlignedLines.text(export.rejected.map { ($0.id, $0.reason) }) { Console.complain(line) }
        }
        guard isJSON else { return Console.complain("exported \(export.schools) schools, \(file.count) bytes") }
        let result: JSONValue = [
            "table": .string(table), "schools": .number("\(export.schools)"), "bytes": .number("\(file.count)"),
            "file": .string(path),
        ]
        try Console.write(result.text)
    }

    private static let help = """
        local export [FILE] --table NAME [--json]

        Writes every school of a DynamoDB table to FILE (default: standard output; - is that, too): one JSON object a
        line, in order of schoolId, whole and in the layout stored, every number with its digits, the keys in order: the
        same table gives the same bytes. A file is written whole or not at all. local seed reads it back.

        Values that JSON has no form for keep DynamoDB's type tag: {"SS":["a"]}, {"NS":["1"]}, {"BS":["YQ=="]},
        {"B":"YQ=="}; a map whose only key is one of these, or M, is {"M":{…}}. Schools that seed would reject are named
        on standard error.

          --table NAME   the table: key schoolId (S)
          --json         print {"table","schools","bytes","file"}; needs FILE

        \(TableOption.environment)
        The keys must be allowed dynamodb:Scan. The schools wait in a temporary file as large as the table: beside FILE,
        or in TMPDIR.
        """
}
