/// The programs of the API, as a set of bits.
package struct Programs: OptionSet, Sendable {
    package let rawValue: UInt8

    /// The names of the API; a program's bit is its place here.
    package static let names = ["PPL", "IR", "CPL", "CFII", "ATPL"]

    package static let ppl = Programs(rawValue: 1 << 0)
    package static let ir = Programs(rawValue: 1 << 1)
    package static let cpl = Programs(rawValue: 1 << 2)
    package static let cfii = Programs(rawValue: 1 << 3)
    package static let atpl = Programs(rawValue: 1 << 4)

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Nil for a name that the API does not have.
    package init?(name: some StringProtocol) {
        guard let index = Self.names.firstIndex(where: { $0 == name }) else { return nil }
        rawValue = 1 << index
    }

    /// Reads names between commas; spaces and empty names are ignored. Nil if one of them is unknown.
    package init?(list: String) {
        self = []
        for name in list.filter({ $0 != " " }).split(separator: ",") {
            guard let program = Programs(name: name) else { return nil }
            insert(program)
        }
    }

    /// The names of the programs in the set, between commas.
    package var list: String {
        Self.names.indices.filter { rawValue & 1 << $0 != 0 }.map { Self.names[$0] }.joined(separator: ",")
    }
}
