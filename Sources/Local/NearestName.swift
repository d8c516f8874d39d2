/// The name that was probably meant, for the error about one that does not exist.
enum NearestName {
    /// Returns the name with the fewest changes of letters, or nil if `names` is empty.
    static func find(_ name: String, in names: [String]) -> String? {
        names.min { distance(name, $0) < distance(name, $1) }
    }

    /// Returns how many letters have to be put in, left out or changed (Levenshtein's distance).
    private static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b.utf8)
        var row = Array(0...b.count)
        for (i, letter) in a.utf8.prefix(200).enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let changed = diagonal + (letter == b[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
