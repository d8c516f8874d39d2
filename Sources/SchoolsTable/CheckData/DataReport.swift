import JSON
import Terminal

/// Something that a school lacks.
package struct DataFinding: Sendable {
    package let lack: SchoolLack
    /// Empty for a school without one.
    package let id: String
    /// The line on which it begins, in a file.
    package let line: Int?
    package let reason: String
}

/// What the schools of a file or of a table lack, for operators and for programs.
package struct DataReport {
    package let schools: Int
    /// The costliest first, and those of a kind in the order of ids and lines.
    package let findings: [DataFinding]
    private let counts: [SchoolLack: Int]

    init(schools: Int, findings: [DataFinding]) {
        self.schools = schools
        var kinds = Dictionary(grouping: findings, by: \.lack)
        counts = kinds.mapValues(\.count)
        for lack in kinds.keys {
            kinds[lack]?.sort { a, b in
                let (left, right) = (a.id.utf8, b.id.utf8)
                return left.elementsEqual(right) ? a.line ?? 0 < b.line ?? 0 : left.lexicographicallyPrecedes(right)
            }
        }
        self.findings = SchoolLack.allCases.flatMap { kinds[$0] ?? [] }
    }

    /// How many schools have a lack.
    package func count(_ lack: SchoolLack) -> Int { counts[lack] ?? 0 }

    /// One line: how many schools there are, and how many of them have each lack.
    package var summary: String {
        let found = SchoolLack.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.title)" }
        return "\(schools) school\(schools == 1 ? "" : "s"): "
            + (found.isEmpty ? "nothing is missing" : found.joined(separator: ", "))
    }

    /// The table: each kind of lack with its count and its cost, and below it the schools, and the summary.
    package func lines(_ paint: Paint) -> [String] {
        let found = SchoolLack.allCases.filter { count($0) > 0 }
        let titleWidth = found.map(\.title.count).max() ?? 0
        let countWidth = found.map { String(count($0)).count }.max() ?? 0
        var rest = findings[...]
        let table = found.flatMap { lack in
            let heading = Columns.left(lack.title, titleWidth) + "  " + Columns.right(String(count(lack)), countWidth)
            let schools = rest.prefix(count(lack))
            rest = rest.dropFirst(schools.count)
            return [paint(heading, lack == .inNoListing ? .red : .yellow) + "  " + lack.cost]
                + AlignedLines.text(schools.map { (Self.name($0), $0.reason) })
        }
        return table + [paint(summary, found.isEmpty ? .green : .bold)]
    }

    /// For programs: every finding. `source` says where the schools are from.
    package func json(_ source: (name: String, value: String)) -> JSONValue {
        .object([
            (source.name, .string(source.value)), ("schools", .number("\(schools)")), ("summary", .string(summary)),
            ("counts", .object(SchoolLack.allCases.map { ($0.rawValue, .number("\(count($0))")) })),
            (
                "findings",
                .array(
                    findings.map { finding in
                        [
                            "kind": .string(finding.lack.rawValue), "schoolId": .string(finding.id),
                            "line": finding.line.map { .number("\($0)") } ?? .null, "reason": .string(finding.reason),
                        ]
                    })
            ),
        ])
    }

    private static func name(_ finding: DataFinding) -> String {
        [finding.line.map { "line \($0)" } ?? "", finding.id].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
