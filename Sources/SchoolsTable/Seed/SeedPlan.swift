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

    /// Schools in the file.
    package var count: Int { accepted.count + rejected.count }

    /// Checks every entry of `schools`. `progress` is told how many are done.
    package init(_ schools: SchoolsText, in text: UnsafeRawBufferPointer, progress: (Int) -> Void = { _ in }) {
        var lines: [UTF8Key: Int] = [:]
        for (number, entry) in schools.entries.enumerated() {
            progress(number)
            if let fault = entry.fault {
                rejected.append(Rejection(line: entry.line, id: nil, reason: "it is not JSON: \(fault)"))
                continue
            }
            let school = SchoolReader.read(UnsafeRawBufferPointer(rebasing: text[entry.range]), entry.form)
            var defect = school.defect
            if let id = school.id {
                // The first one counts, good or bad, because nothing tells which of the two is meant.
                if let first = lines[UTF8Key(id)] {
                    defect = defect ?? "its schoolId is in line \(first) as well"
                } else {
                    lines[UTF8Key(id)] = entry.line
                }
            }
            if let defect {
                rejected.append(Rejection(line: entry.line, id: school.id, reason: defect))
            } else {
                accepted.append(entry)
            }
        }
    }
}
