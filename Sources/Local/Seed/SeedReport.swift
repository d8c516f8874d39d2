import JSON

/// What a seed came to, for people and for programs.
struct SeedReport {
    let table: String
    let rejected: [SeedPlan.Rejection]
    var added = 0
    var replaced = 0
    var unchanged = 0

    /// The lines that list the rejected schools.
    var rejections: [String] {
        AlignedLines.text(rejected.map { ("line \($0.line)" + ($0.id.map { " \($0)" } ?? ""), $0.reason) })
    }

    /// The summary for people.
    var lines: [String] {
        let counts = [("added", added), ("replaced", replaced), ("unchanged", unchanged), ("rejected", rejected.count)]
        let width = counts.map { String($0.1).count }.max() ?? 1
        return counts.map { ReplayReport.left($0.0, 9) + "  " + ReplayReport.right(String($0.1), width) } + rejections
    }

    /// For programs: all of the rejected.
    var json: JSONValue {
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
