import JSON
import Support

/// A table that changes between the pages of a caller, and an index that is behind it.
///
/// Some schools are there all along; the others come, go and are malformed for a while, in the index and in the table
/// independently. What a school is sorted by stays, but for the movers.
struct ChangingSchools {
    /// What a school is sorted by: few values, so that equals are common.
    private struct Key {
        let id: String
        let name: String
        let number: Int
    }

    /// What the table, or the index, holds of a school.
    private enum Version: CaseIterable { case absent, old, new, malformed }

    var random: RandomSchools
    private let steady: [Key]
    private var passing: [Key]
    private var movers: [Key]

    init(seed: UInt64) {
        var random = RandomSchools(seed: seed)
        func keys(_ kind: String, _ count: Int) -> [Key] {
            (0..<count).map { Self.key("\(kind)\($0)", &random.chance) }
        }
        (steady, passing, movers) = (keys("s", 20), keys("p", 16), keys("m", 4))
        self.random = random
    }

    private static func key(_ id: String, _ chance: inout Chance) -> Key {
        Key(
            // The place of an id has nothing to do with what kind of school it is.
            id: "\(Int.random(in: 10...99, using: &chance))-\(id)",
            name: ["alpha", "bravo", "zulu"].randomElement(using: &chance) ?? "",
            number: Int.random(in: 0...3, using: &chance))
    }

    /// Whether a school was there all along, by its id.
    static func isSteady(_ id: String) -> Bool { id.dropFirst(3).first == "s" }

    /// Whether the place of a school changes, by its id.
    static func isMover(_ id: String) -> Bool { id.dropFirst(3).first == "m" }

    /// The ids of the schools that are there all along, in the order that `sortBy` names.
    func steadyIDs(_ sortBy: String) -> [String] {
        let isDescending = sortBy.hasSuffix("desc")
        return steady.sorted { a, b in
            if sortBy.hasPrefix("name"), a.name != b.name { return (a.name < b.name) != isDescending }
            if !sortBy.isEmpty, !sortBy.hasPrefix("name"), a.number != b.number {
                return (a.number < b.number) != isDescending
            }
            return a.id < b.id
        }.map(\.id)
    }

    /// Changes the table and the index.
    mutating func change(_ table: ScriptedTable) throws {
        if random.happens(50) { passing.append(Self.key("p\(passing.count)", &random.chance)) }
        movers = movers.map { mover in
            let key = Self.key("m", &random.chance)
            return Key(id: mover.id, name: key.name, number: key.number)
        }
        var (items, indexed): ([String], [String]) = ([], [])
        for key in steady {
            items.append(item(key, random.happens(50) ? .new : .old))
            indexed.append(item(key, random.happens(50) ? .new : .old))
        }
        for key in passing + movers {
            let versions = (version(), version())
            if versions.0 != .absent { items.append(item(key, versions.0)) }
            if versions.1 != .absent { indexed.append(item(key, versions.1)) }
        }
        try table.replace(items.shuffled(using: &random.chance), indexed: indexed.shuffled(using: &random.chance))
    }

    private mutating func version() -> Version { Version.allCases.randomElement(using: &random.chance) ?? .old }

    private func item(_ key: Key, _ version: Version) -> String {
        let number = Items.number("\(key.number)")
        return Items.item(
            key.id, name: key.name,
            [
                "avgRating": version == .malformed ? ["S": "4.5"] : number, "fleetSize": number,
                "costBand": ["M": ["min": number]], "reviewCount": Items.number(version == .new ? "2" : "1"),
                version == .new ? "state" : "location": version == .new ? ["S": "CA"] : ["M": ["state": ["S": "CA"]]],
            ])
    }
}
