import Schools

/// The order of a listing: by one field, up or down, and equals by `schoolId`.
struct SchoolOrder: Sendable {
    enum Field: Sendable { case none, name, price, rating, fleetSize }

    var field = Field.none
    var isDescending = false

    /// What a school is sorted by.
    enum Key: Sendable {
        case none
        case name(SortName)
        case number(ExactNumber)
    }

    private static let fields: [(name: String, field: Field)] = [
        ("name", .name), ("price", .price), ("rating", .rating), ("fleet-size", .fleetSize),
    ]

    /// The values of `sortBy`.
    static let names = fields.flatMap { ["\($0.name)-asc", "\($0.name)-desc"] }

    init() {}

    /// Nil for a value that `sortBy` does not have.
    init?(name: String) {
        guard let entry = Self.fields.first(where: { name == "\($0.name)-asc" || name == "\($0.name)-desc" }) else {
            return nil
        }
        field = entry.field
        isDescending = name.hasSuffix("-desc")
    }

    var name: String {
        guard let entry = Self.fields.first(where: { $0.field == field }) else { return "" }
        return "\(entry.name)-\(isDescending ? "desc" : "asc")"
    }

    /// The key of `school`; a number that is missing is 0.
    func key(of school: School) -> Key {
        switch field {
        case .none: .none
        case .name: .name(school.name)
        case .price: .number(school.price ?? .zero)
        case .rating: .number(school.rating ?? .zero)
        case .fleetSize: .number(school.fleetSize ?? .zero)
        }
    }

    /// Whether a school with key `a` and id `idA` stands before one with `b` and `idB`. Ids differ by their bytes.
    func precedes(_ a: Key, _ idA: String, _ b: Key, _ idB: String) -> Bool {
        let order = Self.compare(a, b)
        if order != 0 { return isDescending ? order > 0 : order < 0 }
        return idA.utf8.lexicographicallyPrecedes(idB.utf8)
    }

    private static func compare(_ a: Key, _ b: Key) -> Int {
        switch (a, b) {
        case (.number(let a), .number(let b)): return a.compare(b)
        case (.name(let a), .name(let b)):
            if a.text.utf8.elementsEqual(b.text.utf8) { return 0 }
            return a.text.utf8.lexicographicallyPrecedes(b.text.utf8) ? -1 : 1
        default: return 0
        }
    }
}
