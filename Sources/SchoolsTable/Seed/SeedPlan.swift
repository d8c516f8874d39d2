import Schools

/// The schools of a file: those that can be stored, by their place, and those that cannot, with the reason. It is complete
/// before anything is written.
package struct SeedPlan {
    /// A school that is not stored.
    package struct Rejection {
        let line: Int
        let id: String?
        let reason: String
    }

    package private(set) var accepted: [SchoolsText.Entry] = []
    package private(set) var rejected: [Rejection] = []
    /// What the schools lack, those that are rejected, too.
    package let data: DataReport

    /// Schools in the file.
    package var count: Int { accepted.count + rejected.count }

    /// Checks every entry of `schools`. `progress` is told how many are done.
    package init(_ schools: SchoolsText, in text: UnsafeRawBufferPointer, progress: (Int) -> Void = { _ in }) {
        var lines: [UTF8Key: Int] = [:]
        var check = DataCheck()
        for (number, entry) in schools.entries.enumerated() {
            progress(number)
            if let fault = entry.fault {
                let reason = "it is not JSON: \(fault)"
                rejected.append(Rejection(line: entry.line, id: nil, reason: reason))
                check.add(unstorable: nil, line: entry.line, reason: reason)
                continue
            }
            let school = SchoolReader.read(UnsafeRawBufferPointer(rebasing: text[entry.range]), entry.form)
            // The first one counts, good or bad, because nothing tells which of the two is meant.
            var repetition: String?
            if let id = school.id {
                repetition = lines[UTF8Key(id)].map { "its schoolId is in line \($0) as well" }
                if repetition == nil { lines[UTF8Key(id)] = entry.line }
            }
            if let reason = Self.obstacle(school, repetition) {
                check.add(unstorable: school.id, line: entry.line, reason: reason)
            } else if let item = school.school {
                check.add(item, line: entry.line)
            }
            if let defect = school.defect ?? repetition {
                rejected.append(Rejection(line: entry.line, id: school.id, reason: defect))
            } else {
                accepted.append(entry)
            }
        }
        data = check.report()
    }

    /// Why the table cannot hold a school beside those before it, whatever the rules of `seed` are; nil if it can.
    private static func obstacle(_ school: SchoolReader.Result, _ repetition: String?) -> String? {
        guard let item = school.school else { return school.defect }
        return repetition ?? SchoolRules.sizeDefect(item)
    }
}
