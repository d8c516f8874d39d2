import AWSClient
import JSON
import SchoolsTable
import Terminal

/// `local compare`: how the schools of two tables differ.
enum CompareCommand {
    /// How many ids are listed of each kind.
    static let maximumListed = 20

    static func run(_ arguments: [String]) throws -> Int32 {
        let arguments = try Arguments(
            arguments, command: "compare", options: ["--table", "--with"], switches: ["--json", "--help", "-h"])
        if arguments.has("--help") || arguments.has("-h") {
            try Console.write(help)
            return 0
        }
        let table = try TableOption.name(arguments, command: "compare")
        let other = try TableOption.name(arguments, command: "compare", "--with")
        if let operand = arguments.operands.first { throw Problem("compare takes no file names: \(operand)") }
        return try CommandFailure.unless { try compare(table, other, isJSON: arguments.has("--json")) }
    }

    private static func compare(_ table: String, _ other: String, isJSON: Bool) throws -> Int32 {
        let (first, second) = (try TableClient(table: table), try TableClient(table: other))
        Console.complain("Comparing \(table) with \(other) in \(first.place)")
        var progress = Progress()
        var count = 0
        func scan(_ client: TableClient, _ each: (Item) throws -> Void) throws {
            do {
                try client.scan { item in
                    count += 1
                    progress.show("read \(count) schools of both tables")
                    try each(item)
                }
            } catch let failure as TableFailure {
                progress.clear()
                throw CommandFailure("\(failure.description(of: client)); nothing was compared")
            }
        }
        let comparison = try Comparison(first: { try scan(first, $0) }, second: { try scan(second, $0) })
        progress.clear()
        if isJSON {
            try Console.write(json(comparison, table, other).text)
        } else {
            for line in lines(comparison, table, other) { try Console.write(line) }
        }
        return 0
    }

    private static func lines(_ comparison: Comparison, _ table: String, _ other: String) -> [String] {
        let parts: [(title: String, count: Int, ids: [String])] = [
            ("same", comparison.same, []), ("differ", comparison.different.count, comparison.different),
            ("only in \(table)", comparison.onlyInFirst.count, comparison.onlyInFirst),
            ("only in \(other)", comparison.onlyInSecond.count, comparison.onlyInSecond),
        ]
        let widths = (
            title: parts.map(\.title.count).max() ?? 0, count: parts.map { String($0.count).count }.max() ?? 0
        )
        return parts.flatMap { part in
            [Columns.left(part.title, widths.title) + "  " + Columns.right(String(part.count), widths.count)]
                + AlignedLines.text(part.ids.map { ($0, "") }, maximumLines: maximumListed)
        }
    }

    private static func json(_ comparison: Comparison, _ table: String, _ other: String) -> JSONValue {
        func ids(_ list: [String]) -> JSONValue { .array(list.prefix(maximumListed).map { .string($0) }) }
        return [
            "table": .string(table), "with": .string(other), "same": .number("\(comparison.same)"),
            "different": .number("\(comparison.different.count)"),
            "onlyInTable": .number("\(comparison.onlyInFirst.count)"),
            "onlyInWith": .number("\(comparison.onlyInSecond.count)"),
            "ids": [
                "different": ids(comparison.different), "onlyInTable": ids(comparison.onlyInFirst),
                "onlyInWith": ids(comparison.onlyInSecond),
            ],
        ]
    }

    private static let help = """
        local compare --table NAME --with NAME [--json]

        Reads two DynamoDB tables of schools and tells how many schools are the same, differ, or are in one of them only, with
        up to 20 ids of each kind. Exit status 0 whatever the counts: 1 says that a table could not be read.

          --table NAME   the one table
          --with NAME    the other
          --json         print {"table","with","same","different","onlyInTable","onlyInWith",
                         "ids":{"different","onlyInTable","onlyInWith"}}

        Region, keys and endpoint: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
        AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, AWS_CA_BUNDLE. The keys must be allowed dynamodb:Scan of both tables.
        """
}
