import Foundation

/// What a listing is asked for, and what contract §4 says that it answers: worked out here from the schools as they are
/// written, by the plainest means.
struct Reference {
    let schools: [[String: Any]]

    struct Query {
        var parameters: [String: String]
        subscript(name: String) -> String? { parameters[name].flatMap { $0.isEmpty ? nil : $0 } }
    }

    /// The ids of the answer, in order, and whether more follow.
    func answer(_ query: Query) -> (ids: [String], hasMore: Bool) {
        let selected = schools.filter { Self.isWellFormed($0) && Self.matches($0, query) }
        let field = query["sortBy"]?.split(separator: "-").dropLast().joined(separator: "-") ?? ""
        let descending = query["sortBy"]?.hasSuffix("desc") == true
        let sorted = selected.sorted { a, b in
            let order = Self.compare(a, b, by: field)
            if order != 0 { return descending ? order > 0 : order < 0 }
            return Self.id(a).utf8.lexicographicallyPrecedes(Self.id(b).utf8)
        }
        let limit = query["limit"].flatMap { Int($0) } ?? .max
        return (sorted.prefix(limit).map(Self.id), sorted.count > limit)
    }

    static func id(_ school: [String: Any]) -> String { school["schoolId"] as? String ?? "" }

    private static func isWellFormed(_ school: [String: Any]) -> Bool {
        guard let name = school["name"] as? String, !name.isEmpty else { return false }
        if let band = school["costBand"], !(band is [String: Any]), !(band is NSNull) { return false }
        let band = school["costBand"] as? [String: Any] ?? [:]
        return ![school["avgRating"], school["fleetSize"], band["min"], band["max"]].contains { $0 is String }
    }

    private static func matches(_ school: [String: Any], _ query: Query) -> Bool {
        let location = school["location"] as? [String: Any]
        if let state = query["state"], (school["state"] ?? location?["state"]) as? String != state.uppercased() {
            return false
        }
        if let type = query["trainingType"], type != "Both" {
            let offered = school["trainingType"] as? String
            if offered != type, offered != "Both" { return false }
        }
        if let programs = query["programs"] {
            let wanted = programs.components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            if Set(wanted).isDisjoint(with: Self.programs(school)) { return false }
        }
        if let budget = query["maxBudget"].flatMap({ Decimal(string: $0) }) {
            guard let price = price(school), price <= budget else { return false }
        }
        return true
    }

    private static func programs(_ school: [String: Any]) -> Set<String> {
        let set = (school["programs"] as? [String: Any])?["SS"]
        return Set((set ?? school["programs"]) as? [String] ?? [])
    }

    private static func price(_ school: [String: Any]) -> Decimal? {
        (school["costBand"] as? [String: Any])?["min"].flatMap(decimal)
    }

    private static func decimal(_ value: Any) -> Decimal? { (value as? NSNumber)?.decimalValue }

    private static func compare(_ a: [String: Any], _ b: [String: Any], by field: String) -> Int {
        if field == "name" {
            let (a, b) = (folded(a), folded(b))
            return a == b ? 0 : a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
        }
        let (a, b) = (number(a, field), number(b, field))
        return a == b ? 0 : a < b ? -1 : 1
    }

    private static func folded(_ school: [String: Any]) -> String {
        let name = school["name"] as? String ?? ""
        return name.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    private static func number(_ school: [String: Any], _ field: String) -> Decimal {
        switch field {
        case "price": return price(school) ?? 0
        case "rating": return school["avgRating"].flatMap(decimal) ?? 0
        case "fleet-size":
            if let size = school["fleetSize"].flatMap(decimal) { return size }
            let fleet = school["fleetDetails"] as? [[String: Any]] ?? []
            return fleet.compactMap { $0["count"].flatMap(decimal) }.reduce(0, +)
        default: return 0
        }
    }
}
