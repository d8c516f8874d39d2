/// Which schools a parameter's value lets through.
struct SchoolFilter: Sendable {
    /// The value in a form in which different filters differ.
    let text: String
    let matches: @Sendable (CatalogueRow) -> Bool

    init(_ text: String, _ matches: @escaping @Sendable (CatalogueRow) -> Bool) {
        self.text = text
        self.matches = matches
    }

    /// The filter that every school passes.
    static let everything = SchoolFilter("") { _ in true }
}
