/// The order of a listing: by one field, up or down, and schools that are equal in it by `schoolId`.
struct SchoolOrder: Hashable, Sendable {
    /// What `sortBy` names before its `-asc` or `-desc`.
    enum Field: String, CaseIterable {
        case name, price, rating
        case fleetSize = "fleet-size"
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
}
