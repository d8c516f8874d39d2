/// A school's place in a ranking.
struct RankedSchool {
    /// The index in the catalogue.
    let index: Int
    /// The score in tenths.
    let tenths: Int
    let miles: Double?
    /// Why the school is not a match; nil if it is one.
    let exclusion: Exclusion?
}

/// The best schools of those that were added: by score down, distance up, unknown ones last, and `schoolId` up.
struct BestMatches {
    private(set) var schools: [RankedSchool] = []
    private let limit: Int
    private let precedesByID: (Int, Int) -> Bool

    /// Keeps `limit` schools, at least one. `precedesByID` compares the ids of two indexes.
    init(limit: Int, precedesByID: @escaping (Int, Int) -> Bool) {
        self.limit = limit
        self.precedesByID = precedesByID
        schools.reserveCapacity(limit + 1)
    }

    mutating func add(_ school: RankedSchool) {
        if schools.count == limit, let last = schools.last {
            guard precedes(school, last) else { return }
            schools.removeLast()
        }
        var (low, high) = (0, schools.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(schools[middle], school) { low = middle + 1 } else { high = middle }
        }
        schools.insert(school, at: low)
    }

    private func precedes(_ a: RankedSchool, _ b: RankedSchool) -> Bool {
        if a.tenths != b.tenths { return a.tenths > b.tenths }
        let (milesA, milesB) = (a.miles ?? .infinity, b.miles ?? .infinity)
        return milesA != milesB ? milesA < milesB : precedesByID(a.index, b.index)
    }
}
