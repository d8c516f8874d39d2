import JSON
import Terminal

/// The result of a seed, for operators and for programs.
package struct SeedReport {
    package let table: String
    let rejected: [SeedPlan.Rejection]
    package var added = 0
    package var replaced = 0
    package var unchanged = 0

    package init(
        table: String, rejected: [SeedPlan.Rejection], added: Int = 0, replaced: Int = 0, unchanged: Int = 0
    ) {
        self.table = table
        self.rejected = rejected
        (self.added, self.replaced, self.unchanged) = (added, replaced, unchanged)
    }

    /// The lines that list the rejected schools.
    package var rejections: [String] {
        AlignedLines.text(rejected.map { ("line \($0.line)" + ($0.id.map { " \($0)" } ?? ""), $0.reason) })
    }

    /// The summary for operators.
    package var lines: [String] {
        let counts = [("added", added), ("replaced", replaced), ("unchanged", unchanged), ("rejected", rejected.count)]
        let width = counts.map { String($0.1).count }.max() ?? 1
        return counts.map { Columns.left($0.0, 9) + "  " + Columns.right(String($0.1), width) } + rejections
    }

    /// For programs: all of the rejected.
    package var json: JSONValue {
        [
            "table": .string(table), "added": .number("\(added)"), "replaced": .number("\(replaced)"),
            "unchanged": .number("\(unchanged)"),
            "rejected": .array(
                rejected.map { rejection in
                    [
                        "line": .number("\(rejection.line)"), "schoolId": rejection.id.map { .string($0) } ?? .null,
                        "reason": .string(rejection.reason),
                    ]
                }),
        ]
    }
}
