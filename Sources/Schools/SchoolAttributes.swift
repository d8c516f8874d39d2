/// A training type as the query names it. `Both` filters nothing, so it is no filter here.
package enum TrainingType: String, Sendable, CaseIterable {
    case part61 = "Part61"
    case part141 = "Part141"
}

/// The programs of the API, as a set of bits.
package struct Programs: OptionSet, Sendable {
    package let rawValue: UInt8

    /// The names of the API; a program's bit is its place here.
    package static let names = ["PPL", "IR", "CPL", "CFII", "ATPL"]

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Nil for a name that the API does not have.
    package init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        rawValue = 1 << index
    }

    /// The names of the programs in the set.
    package var names: [String] { Self.names.indices.filter { rawValue & 1 << $0 != 0 }.map { Self.names[$0] } }
}
