import AWSClient
import Schools

/// Collects what the schools of a file or of a table lack. Memory holds an id, a key of the name and the findings of each
/// school, and no item.
package struct DataCheck {
    private struct Entry {
        let id: String
        let line: Int?
        let nameKey: String?
    }

    /// Schools so far.
    package private(set) var count = 0
    private var entries: [Entry] = []
    private var findings: [DataFinding] = []

    package init() {}

    /// Adds a school, in both layouts; `line` is where it is in a file.
    package mutating func add(_ school: Item, line: Int? = nil) {
        count += 1
        let id = school.string(School.key) ?? ""
        for (lack, reason) in SchoolLack.lacks(of: school) {
            findings.append(DataFinding(lack: lack, id: id, line: line, reason: reason))
        }
        let name = school.string(CheckedField.name.rawValue) ?? ""
        entries.append(Entry(id: id, line: line, nameKey: name.isEmpty ? nil : LookAlike.key(name: name)))
    }

    /// Adds a school of a file that the table cannot get, and so no listing.
    package mutating func add(unstorable id: String?, line: Int, reason: String) {
        count += 1
        findings.append(DataFinding(lack: .inNoListing, id: id ?? "", line: line, reason: reason))
    }

    /// Returns the report on the schools so far.
    package func report() -> DataReport { DataReport(schools: count, findings: findings + nearDuplicates()) }

    private func nearDuplicates() -> [DataFinding] {
        var reasons: [Int: [String]] = [:]
        for group in groups({ $0.id.isEmpty ? nil : LookAlike.key(id: $0.id) }) {
            for index in group { reasons[index, default: []].append("its schoolId is like \(others(group, index))") }
        }
        for group in groups(\.nameKey) {
            for index in group {
                reasons[index, default: []].append("its name is like that of \(others(group, index))")
            }
        }
        return reasons.map { index, reasons in
            let entry = entries[index]
            return DataFinding(
                lack: .nearDuplicate, id: entry.id, line: entry.line, reason: reasons.joined(separator: ", "))
        }
    }

    /// The entries that share a key, where there is more than one.
    private func groups(_ key: (Entry) -> String?) -> [[Int]] {
        var groups: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            if let key = key(entry) { groups[key, default: []].append(index) }
        }
        return groups.values.filter { $0.count > 1 }
    }

    /// Names the others of a group, three at most: a group may be the whole table.
    private func others(_ group: [Int], _ index: Int) -> String {
        let named = group.lazy.filter { $0 != index }.prefix(3).map { "\"\(entries[$0].id)\"" }
        let more = group.count - 1 - named.count
        return named.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
