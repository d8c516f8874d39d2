import JSON
import Schools

/// The order of a listing: by one field, up or down, and schools that are equal in it by `schoolId`.
struct SchoolOrder: Sendable {
    /// What `sortBy` names before its `-asc` or `-desc`.
    enum Field: String, CaseIterable {
        case name, price, rating
        case fleetSize = "fleet-size"
    }

    /// What a school is sorted by.
    enum Key: Sendable {
        case text(SortName)
        case number(ExactDecimal)

        /// The key as text, for cursors.
        var text: String {
            switch self {
            case .text(let name): name.text
            case .number(let number): number.text
            }
        }
    }

    /// Nil for the order of `schoolId` alone.
    let field: Field?
    let isDescending: Bool

    /// The values of `sortBy`.
    static let names = Field.allCases.flatMap { ["\($0.rawValue)-asc", "\($0.rawValue)-desc"] }

    /// The order of `schoolId`.
    init() {
        field = nil
        isDescending = false
    }

    /// Nil for a value that `sortBy` does not have.
    init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        field = Field.allCases[index / 2]
        isDescending = index % 2 == 1
    }

    /// The key of `school`. A number that is missing is 0; without a field all keys are equal.
    func key(of school: School) -> Key {
        switch field {
        case nil: .text(SortName(folded: ""))
        case .name: .text(school.name)
        case .price: .number(school.price ?? .zero)
        case .rating: .number(school.rating ?? .zero)
        case .fleetSize: .number(school.fleetSize ?? .zero)
        }
    }

    /// Reads a key from its text; nil if it is not a key of this order.
    func key(_ text: String) -> Key? {
        switch field {
        case nil, .name: .text(SortName(folded: text))
        case .price, .rating, .fleetSize: text.utf8.count > 200 ? nil : ExactDecimal(text).map { .number($0) }
        }
    }

    /// Whether a school with the key `a` and the id `idA` comes before one with `b` and `idB`. Ids are ordered by their bytes.
    func precedes(_ a: Key, _ idA: String, _ b: Key, _ idB: String) -> Bool {
        let order = Self.compare(a, b)
        if order != 0 { return isDescending ? order > 0 : order < 0 }
        return idA.utf8.lexicographicallyPrecedes(idB.utf8)
    }

    private static func compare(_ a: Key, _ b: Key) -> Int {
        switch (a, b) {
        case (.number(let a), .number(let b)): return a.compare(b)
        case (.text(let a), .text(let b)):
            if a.text.utf8.elementsEqual(b.text.utf8) { return 0 }
            return a.text.utf8.lexicographicallyPrecedes(b.text.utf8) ? -1 : 1
        default: return 0
        }
    }
}
