import AWSClient
import Foundation
import JSON
import SchoolsTable
import Terminal

/// `local export`: every school of a table, as JSON lines that `local seed` reads back.
enum ExportCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let arguments = try Arguments(
            arguments, command: "export", options: ["--table"], switches: ["--json", "--help", "-h"])
        if arguments.has("--help") || arguments.has("-h") {
            try Console.write(help)
            return 0
        }
        let table = try TableOption.name(arguments, command: "export")
        guard arguments.operands.count < 2 else {
            throw Problem("export takes one file, not \(arguments.operands[1]), too")
        }
        let path = arguments.operands.first ?? "-"
        guard !arguments.has("--json") || path != "-" else {
            throw Problem("export --json needs a FILE: standard output is for the result")
        }
        return try CommandFailure.unless { try export(table, to: path, isJSON: arguments.has("--json")) }
    }

    private static func export(_ table: String, to path: String, isJSON: Bool) throws -> Int32 {
        let client = try TableClient(table: table)
        Leftovers.shared.clearWhenInterrupted()
        let file = try OutputFile(path)
        Console.complain("Exporting \(table) in \(client.place) to \(file.name)")
        var progress = Progress()
        let export: Export
        do {
            export = try Export(client, to: file) { progress.show("read \($0) schools") }
        } catch let failure as TableFailure {
            progress.clear()
            throw CommandFailure("\(failure.description(of: client)); nothing was exported")
        }
        progress.clear()
        warn(export)
        if isJSON {
            let result: JSONValue = [
                "table": .string(table), "schools": .number("\(export.schools)"), "bytes": .number("\(file.count)"),
                "file": .string(path),
            ]
            try Console.write(result.text)
        } else {
            Console.complain("exported \(export.schools) schools, \(file.count) bytes")
        }
        return 0
    }

    private static func warn(_ export: Export) {
        guard !export.rejected.isEmpty else { return }
        Console.complain("warning: \(export.rejected.count) of them are exported, but seed would reject them:")
        for line in AlignedLines.text(export.rejected.map { ($0.id, $0.reason) }) { Console.complain(line) }
    }

    private static let help = """
        local export [FILE] --table NAME [--json]

        Writes every school of a DynamoDB table to FILE (default: standard output; - is that, too): one JSON object a line, in
        order of schoolId, whole and in the layout stored, every number with its digits, the keys in order: the same table
        gives the same bytes. A file is written whole or not at all. local seed reads it back.

        What JSON has no form for keeps DynamoDB's type tag: {"SS":["a"]}, {"NS":["1"]}, {"BS":["YQ=="]}, {"B":"YQ=="}; a map
        whose only key is one of these, or M, is {"M":{…}}. Schools that seed would reject are named on standard error.

          --table NAME   the table: key schoolId (S)
          --json         print {"table","schools","bytes","file"}; needs FILE

        Region, keys and endpoint: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
        AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, AWS_CA_BUNDLE. The keys must be allowed dynamodb:Scan. The schools wait
        in a temporary file as large as the table: beside FILE, or in TMPDIR.
        """
}
