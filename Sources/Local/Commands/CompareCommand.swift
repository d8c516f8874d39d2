import AWSClient
import JSON
import SchoolsTable
import Terminal

/// `local compare`: tells how the schools of two tables differ.
enum CompareCommand {
    static let command = Command(
        name: "compare", synopsis: "--table NAME --with NAME", summary: "tell how two tables differ",
        options: ["--table", "--with"], switches: ["--json"], failureStatus: 1, help: help
    ) { arguments in
        let table = try TableOption.name(arguments, command: "compare")
        let other = try TableOption.name(arguments, command: "compare", "--with")
        let comparison = try compare(table, other)
        let lines = arguments.has("--json") ? [json(comparison, table, other)] : lines(comparison, table, other)
        for line in lines { try Console.write(line) }
        return 0
    }

    private static func compare(_ table: String, _ other: String) throws -> Comparison {
        let (first, second) = (try TableClient(table: table), try TableClient(table: other))
        Console.complain("Comparing \(table) with \(other) in \(first.place)")
        var progress = Progress()
        defer { progress.clear() }
        var count = 0
        func scan(_ client: TableClient, _ each: (Item) throws -> Void) throws {
            do {
                try client.scan { item in
                    count += 1
                    progress.show("read \(count) schools of both tables")
                    try each(item)
                }
            } catch let failure as TableFailure {
                throw CommandFailure("\(failure.description(of: client)); nothing was compared")
            }
        }
        return try Comparison(first: { try scan(first, $0) }, second: { try scan(second, $0) })
    }

    private static func lines(_ comparison: Comparison, _ table: String, _ other: String) -> [String] {
        let parts: [(title: String, count: Int, ids: [String])] = [
            ("same", comparison.same, []), ("differ", comparison.different.count, comparison.different),
            ("only in \(table)", comparison.onlyInFirst.count, comparison.onlyInFirst),
            ("only in \(other)", comparison.onlyInSecond.count, comparison.onlyInSecond),
        ]
        let titleWidth = parts.map(\.title.count).max() ?? 0
        let countWidth = parts.map { String($0.count).count }.max() ?? 0
        return parts.flatMap { part in
            [Columns.left(part.title, titleWidth) + "  " + Columns.right(String(part.count), countWidth)]
                + AlignedLines.text(part.ids.map { ($0, "") })
        }
    }

    private static func json(_ comparison: Comparison, _ table: String, _ other: String) -> String {
        func ids(_ list: [String]) -> JSONValue { .array(list.prefix(AlignedLines.maximumLines).map { .string($0) }) }
        let result: JSONValue = [
            "table": .string(table), "with": .string(other), "same": .number("\(comparison.same)"),
            "different": .number("\(comparison.different.count)"),
            "onlyInTable": .number("\(comparison.onlyInFirst.count)"),
            "onlyInWith": .number("\(comparison.onlyInSecond.count)"),
            "ids": [
                "different": ids(comparison.different), "onlyInTable": ids(comparison.onlyInFirst),
                "onlyInWith": ids(comparison.onlyInSecond),
            ],
        ]
        return result.text
    }

    private static let help = """
        local compare --table NAME --with NAME [--json]

        Reads two DynamoDB tables of schools and tells how many schools are the same, differ, or are in one of them
        only, with up to 20 ids of each kind. Exit status 0 whatever the counts: 1 says that a table could not be read.

          --table NAME   the one table
          --with NAME    the other
          --json         print {"table","with","same","different","onlyInTable","onlyInWith",
                         "ids":{"different","onlyInTable","onlyInWith"}}

        \(TableOption.environment)
        The keys must be allowed dynamodb:Scan of both tables.
        """
}
