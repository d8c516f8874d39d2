/// The global secondary index of the schools table from which listings and matches are answered. Its key is the table's.
package enum CatalogueIndex {
    /// The name of the index.
    package static let name = "CatalogueIndex"

    /// The attributes that are projected into it besides the key: what cards, filters, orders and matches are made of.
    package static let attributes = SchoolField.allCases.filter { $0 != .schoolId }.map(\.name.description)
}
