import Schools

/// A query parameter of `GET /schools`: its name, its rule, and what a value does to a query.
struct SchoolParameter: Sendable {
    let name: String
    /// What a value must be, for the message of a 400.
    let rule: String
    /// Puts a value that is not empty into the query.
    let read: @Sendable (String, inout SchoolQuery) -> Effect

    /// What a value changes.
    enum Effect {
        /// Nothing: it breaks the rule.
        case bad
        /// Which page is asked for, and how it is written. A cursor goes on whatever the value is.
        case page
        /// Which schools there are, or their order. A cursor is good for the values with the same text; an empty text is as
        /// if the parameter were not given.
        case selection(String)
    }

    init(_ name: String, _ rule: String, _ read: @escaping @Sendable (String, inout SchoolQuery) -> Effect) {
        self.name = name
        self.rule = rule
        self.read = read
    }

    /// A parameter that filters. `make` returns nil for a bad value.
    static func filter(
        _ name: String, _ rule: String, _ make: @escaping @Sendable (String) -> SchoolFilter?
    ) -> SchoolParameter {
        SchoolParameter(name, rule) { value, query in
            guard let filter = make(value) else { return .bad }
            query.filters.append(filter)
            return .selection(filter.text)
        }
    }
}

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
