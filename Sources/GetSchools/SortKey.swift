import Glibc
import JSON

/// What a school is sorted by in an order, and its id.
struct SortKey {
    /// Zero where the order is not by a number.
    let number: ExactDecimal
    /// The name as it sorts.
    let name: UnsafeRawBufferPointer
    let id: UnsafeRawBufferPointer
}

extension SchoolOrder {
    /// What `row` is sorted by, if that is a number.
    func number(_ row: CatalogueRow) -> ExactDecimal {
        switch field {
        case nil, .name: .zero
        case .price: row.price ?? .zero
        case .rating: row.rating
        case .fleetSize: row.fleetSize
        }
    }

    /// Whether `a` comes before `b`. Names and ids are ordered by their bytes.
    func precedes(_ a: SortKey, _ b: SortKey) -> Bool {
        let order =
            switch field {
            case nil: 0
            case .name: Self.compare(a.name, b.name)
            case .price, .rating, .fleetSize: a.number.compare(b.number)
            }
        if order != 0 { return isDescending ? order > 0 : order < 0 }
        return Self.compare(a.id, b.id) < 0
    }

    private static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        let count = min(a.count, b.count)
        guard count > 0, let first = a.baseAddress, let second = b.baseAddress else { return a.count - b.count }
        let order = Int(memcmp(first, second, count))
        return order != 0 ? order : a.count - b.count
    }
}
