/// A cache of whole schools, by their rows in the catalogue, up to a bound.
struct SchoolCache {
    private var schools: [Int: [UInt8]] = [:]
    private(set) var bytes = 0

    /// The bound on `bytes`.
    static let maximumBytes = 6 << 20
    /// What an entry takes beside its JSON.
    private static let entryBytes = 96

    /// The JSON of a row's school; nil if it is not here.
    subscript(row: Int) -> [UInt8]? { schools[row] }

    /// Stores the JSON of a row's school, unless there is no room.
    mutating func store(_ json: [UInt8], _ row: Int) {
        let size = json.count + Self.entryBytes
        guard bytes + size <= Self.maximumBytes, schools.updateValue(json, forKey: row) == nil else { return }
        bytes += size
    }
}
